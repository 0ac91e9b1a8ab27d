import { expect, it } from "vitest";
import { scriptFirst } from "./first-paint.ts";

const POLICY = `<meta http-equiv="content-security-policy" content="script-src 'sha256-x'">`;
const page = (head: string, body: string) =>
  `<html><head><title>$&</title>${POLICY}${head}</head><body>${body}</body></html>`;

it("moves the page's script into the head, where it blocks the first paint", () => {
  const script = `<script type="module">let a="$1 $& $'";</script>`;
  const blocking = script.replace("module", () => 'module" blocking="render');
  expect(scriptFirst(page("", `<p>1</p>${script}<p>2</p>`))).toBe(
    page(blocking, "<p>1</p><p>2</p>"),
  );
});

it("leaves other scripts alone, and pages without a script", () => {
  const still = page(`<script type="application/ld+json">{}</script>`, `<p title="<script>">1</p>`);
  expect(scriptFirst(still)).toBe(still);
});
