/** What a picture's file may be, for a sale's hero and in its text. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bodyPictures, picture } from "./pictures.ts";
import type { Subject } from "./subject.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pictures-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Named after what is inside. */
const FILES: Record<string, () => Promise<Buffer> | Buffer | string> = {
  jpeg: () => plain().jpeg().toBuffer(),
  "jpeg-of-print": () => plain().toColourspace("cmyk").jpeg().toBuffer(),
  "jpeg-on-its-side": () => plain().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  png: () => plain().png().toBuffer(),
  "png-see-through": () => plain(0.5).png().toBuffer(),
  webp: () => plain().webp().toBuffer(),
  avif: () => plain().avif({ effort: 0 }).toBuffer(),
  tiff: () => plain().tiff().toBuffer(),
  gif: () => plain().gif().toBuffer(),
  "gif-animated": () => frames("gif"),
  "webp-animated": () => frames("webp"),
  svg: () => "<svg xmlns='http://www.w3.org/2000/svg' width='600' height='600'/>",
  text: () => "no picture",
  nothing: () => "",
  half: async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 90 } as const;
    const create = { width: 600, height: 600, channels: 3, background: "#888", noise } as const;
    const whole = await sharp({ create }).jpeg().toBuffer();
    return whole.subarray(0, whole.length / 2);
  },
};

function plain(alpha = 1) {
  const background = { r: 200, g: 0, b: 90, alpha };
  const channels = alpha === 1 ? 3 : 4;
  return sharp({ create: { width: 600, height: 400, channels, background } });
}

async function frames(format: "gif" | "webp"): Promise<Buffer> {
  const all = ["#c06", "#06c", "#0c6"].map((background) =>
    sharp({ create: { width: 600, height: 400, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(all), { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

const TAKEN = undefined;
/** What is inside, what it is called, and what is said of it. */
const CASES: [inside: string, name: string, expected: RegExp | undefined][] = [
  ["jpeg", "x.jpg", TAKEN],
  ["jpeg", "x.JPEG", TAKEN],
  ["jpeg-of-print", "x.jpg", TAKEN],
  ["jpeg-on-its-side", "x.jpg", TAKEN],
  ["png", "x.png", TAKEN],
  ["png-see-through", "x.png", TAKEN],
  ["webp", "x.webp", TAKEN],
  ["avif", "x.avif", TAKEN],
  ["tiff", "x.tiff", TAKEN],
  ["gif", "x.gif", TAKEN],
  ["gif-animated", "x.gif", /must be a still picture, and this has 3 frames; save one as JPEG/],
  ["webp-animated", "x.webp", /must be a still picture, and this has 3 frames/],
  ["gif", "x.avif", /must end in \.gif, because it is a GIF inside; rename it/],
  ["gif-animated", "x.avif", /must be a still picture/],
  ["png", "x.jpg", /must end in \.png, because it is a PNG inside/],
  ["webp", "x.png", /must end in \.webp/],
  ["svg", "x.png", /must be a JPEG, PNG, WebP or AVIF, and this is SVG/],
  ["text", "x.jpg", /must be a picture that can be read, as JPEG, PNG, WebP or AVIF/],
  ["nothing", "x.jpg", /must be a picture that can be read/],
  ["half", "x.jpg", /must be a picture that can be read/],
];

it.each(CASES)("%s called %s, as a hero and in the text", async (inside, name, expected) => {
  writeFileSync(join(folder, name), (await FILES[inside]?.()) ?? "");
  const subject = subjectOf(name, `![A bowl on a table](./${name})`);
  const found = [await picture(subject), await bodyPictures(subject)].map((findings) =>
    findings.filter(({ level }) => level === "error").map(({ text }) => text),
  );
  const wanted = expected === TAKEN ? [] : [expect.stringMatching(expected)];
  expect(found).toEqual([wanted, wanted]);
});

function subjectOf(image: string, body: string): Subject {
  const file = { slug: "bowl", content: { data: { image } } } as Subject["file"];
  return { file, folder, body, data: {}, at: String };
}

const [composed, decomposed] = ["gr\u00fcn.jpg", "gru\u0308n.jpg"];
it.each([
  ["![A bowl](x.jpg)", undefined],
  ["![A bowl](<./50 % off.jpg>)", /must be called something without \?, # and %/],
  ["![A bowl](./a%20b.jpg)", undefined],
  ["![A bowl](./X.jpg)", /like \.\/x\.jpg; there is no such file/],
  [`![A bowl](./${composed})`, /must be written as the file is called/],
  [`![A bowl](./${decomposed})`, undefined],
  ["![A bowl][a]\n\n[a]: ./x.jpg", /is named in another place than it is shown/],
  ["![A bowl](https://elsewhere.example/x.jpg)", /is on another site/],
  ["![A bowl](data:image/png;base64,AAAA)", /is written out in the text/],
  ["![A bowl](./drawing.svg)", undefined],
  ["![A bowl](./gone.svg)", /there is no picture \.\/gone\.svg/],
])("in the text, %s", async (body, expected) => {
  const content = await plain().jpeg().toBuffer();
  for (const name of ["x.jpg", "a b.jpg", "50 % off.jpg", decomposed, "drawing.svg"]) {
    writeFileSync(join(folder, name), content);
  }
  const found = await bodyPictures(subjectOf("x.jpg", body));
  const errors = found.filter(({ level }) => level === "error").map(({ text }) => text);
  expect(errors).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)]);
});
