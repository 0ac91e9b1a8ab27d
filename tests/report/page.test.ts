import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import {
  callout,
  figures,
  htmlPage,
  paragraph,
  section,
  table,
} from "../../scripts/lib/html/page.ts";

const HOSTILE = `<img src=x onerror="alert(1)">`;

const page = htmlPage({
  kind: HOSTILE,
  title: HOSTILE,
  subtitle: HOSTILE,
  footer: HOSTILE,
  sections: [
    HOSTILE,
    callout({ kind: "bad", text: HOSTILE }),
    figures([{ label: HOSTILE, value: HOSTILE, note: HOSTILE }]),
    section({ heading: HOSTILE, body: [HOSTILE, paragraph(HOSTILE)] }),
    table({ head: [HOSTILE, "n"], rows: [[HOSTILE, 12]], numeric: [1], note: HOSTILE }),
  ],
});

it("no text becomes markup, wherever it stands", () => {
  expect(page).not.toContain("<img");
  expect(page.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;/g)).toHaveLength(16);
});

it("forbids scripts and requests, and allows exactly its own style", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/
    .exec(page)?.[1]
    ?.replaceAll("&#39;", "'");
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
  expect(page).not.toMatch(/<script|<link|@import|url\(|<[^>]*(?:src|href)=/);
});

it("sets columns of numbers flush right", () => {
  expect(page).toMatch(/<td class="number">12<\/td>/);
});
