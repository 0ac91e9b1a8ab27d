import { expect, it } from "vitest";
import { scriptFirst } from "./first-paint.ts";

const POLICY = `<meta http-equiv="content-security-policy" content="script-src 'sha256-x'">`;
const page = (head: string, body: string) =>
  `<html><head><title>$&</title>${POLICY}${head}</head><body>${body}</body></html>`;

it("the page's script goes to the head, where it holds the first paint back", () => {
  const script = `<script type="module">let a="$1 $& $'";</script>`;
  const blocking = script.replace("module", () => 'module" blocking="render');
  expect(scriptFirst(page("", `<p>1</p>${script}<p>2</p>`))).toBe(
    page(blocking, "<p>1</p><p>2</p>"),
  );
});

it("leaves alone what has no script, and other scripts", () => {
  const still = page(`<script type="application/ld+json">{}</script>`, `<p title="<script>">1</p>`);
  expect(scriptFirst(still)).toBe(still);
});
