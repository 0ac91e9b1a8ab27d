/** All pictures on one sheet: a page with links to each, and a picture of them all. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import sharp from "sharp";

export interface Row {
  name: string;
  /** Paths relative to the folder, in the order of the columns. */
  pictures: string[];
}

const CELL = { width: 150, height: 300 };
const GAP = 8;

export async function writeSheets(folder: string, columns: string[], rows: Row[]): Promise<void> {
  await writeFile(`${folder}/index.html`, asPage(columns, rows));
  await asPicture(folder, columns.length, rows);
}

function asPage(columns: string[], rows: Row[]): string {
  const cell = (path: string) =>
    `<td><a href="${path}"><img src="${path}" loading="lazy" width="${CELL.width}" alt=""></a></td>`;
  const row = ({ name, pictures }: Row) =>
    `<tr><th>${name}</th>${pictures.map(cell).join("")}</tr>`;
  return `<!doctype html>
<meta charset="utf-8"><title>All pages</title>
<style>
  body { margin: 1rem; background: #888; font: 14px system-ui, sans-serif; }
  th { position: sticky; left: 0; top: 0; max-width: 9rem; padding: 4px; background: #888; }
  td { vertical-align: top; }
  img { display: block; height: ${CELL.height}px; object-fit: cover; object-position: top; }
</style>
<table><thead><tr><th></th>${columns.map((name) => `<th>${name}</th>`).join("")}</tr></thead>
${rows.map(row).join("\n")}</table>
`;
}

/** Row by row, so that only one row's pictures are open at a time. */
async function asPicture(folder: string, columns: number, rows: Row[]): Promise<void> {
  const width = columns * (CELL.width + GAP) + GAP;
  const strips = [];
  for (const { pictures } of rows) strips.push(await strip(folder, width, pictures));
  const step = CELL.height + GAP;
  await sharp(canvas(width, rows.length * step + GAP))
    .composite(strips.map((input, index) => ({ input, left: 0, top: GAP + index * step })))
    .png({ compressionLevel: 9, palette: true })
    .toFile(`${folder}/sheet.png`);
}

async function strip(folder: string, width: number, pictures: string[]): Promise<Buffer> {
  const cells = await Promise.all(pictures.map((path) => thumbnail(`${folder}/${path}`)));
  return sharp(canvas(width, CELL.height))
    .composite(
      cells.map((input, index) => ({ input, top: 0, left: GAP + index * (CELL.width + GAP) })),
    )
    .png()
    .toBuffer();
}

/** The page's top; a short page ends in the sheet's grey, and one that was not shown is all grey. */
function thumbnail(path: string): Promise<Buffer> {
  if (!existsSync(path)) return sharp(canvas(CELL.width, CELL.height)).png().toBuffer();
  return sharp(path)
    .resize({ width: CELL.width })
    .extend({ bottom: CELL.height, background: GREY })
    .toBuffer()
    .then((high) =>
      sharp(high)
        .extract({ left: 0, top: 0, ...CELL })
        .png()
        .toBuffer(),
    );
}

const GREY = "#888888";
const canvas = (width: number, height: number) => ({
  create: { width, height, channels: 3 as const, background: GREY },
  limitInputPixels: false,
});
