/** A chart's frame: caption, legend, the drawing for wide and narrow pages, and its data as a table. */
import { type Content, type Html, html } from "./markup.ts";
import { type Table, table } from "./table.ts";

/** The page shows the one that fits (page.css), so that text stays readable on a phone. */
const WIDE = 720;
const NARROW = 340;

export interface Chart {
  title: string;
  /** What is counted, in a word or two. */
  unit?: string;
  legend?: Content;
  /** The drawing in words, for those who do not see it. */
  summary: string;
  draw: (width: number, narrow: boolean) => { height: number; body: Content };
  data: Table;
}

export function figure({ title, unit, legend = [], summary, draw, data }: Chart): Html {
  const drawing = (width: number, name: string) => {
    const { height, body } = draw(width, width === NARROW);
    return html`<svg class="${name}" role="img" viewBox="0 0 ${width} ${height}"><title>${title}</title><desc>${summary}</desc>${body}</svg>`;
  };
  const empty = data.rows.length === 0;
  return html`<figure class="chart">
<figcaption>${title}${unit ? html` <span class="unit">${unit}</span>` : ""}</figcaption>
${legend}${
  empty
    ? html`<p class="nothing">Nothing to show.</p>`
    : [drawing(WIDE, "wide"), drawing(NARROW, "narrow"), inNumbers(data)]
}
</figure>
`;
}

const inNumbers = (data: Table) =>
  html`<details><summary>In numbers</summary>${table(data)}</details>`;
