/**
 * What the draw's elements are made of. Not in the page, which must fit the first round trip: nothing of
 * it is seen before this script has heard of the draw.
 */
import type { DrawTexts } from "../../messages/draw/index.ts";

/** `sale` and `lang`: of the element around it. All texts are our own. */
export function drawMarkup(texts: DrawTexts, sale: string, lang: string): string {
  return `<section class="draw" aria-labelledby="draw">
<h2 id="draw">${texts.title}</h2>
<div data-numbers hidden>
<dl class="numbers">
<div><dt>${texts.number}</dt><dd data-own></dd></div>
<div><dt>${texts.called}</dt><dd data-called></dd></div>
</dl>
<div class="line" aria-hidden="true"></div>
</div>
<p data-draw-text role="status"></p>
<p class="muted" data-draw-note hidden></p>
<button class="quiet" type="button" data-ring aria-pressed="false" hidden>${texts.ring}</button>
<div class="fixed" data-fixed hidden>
<p>${texts.fixed} <code data-commitment dir="ltr"></code></p>
<p class="muted">${texts.why}</p>
</div>
<p class="bad" data-changed role="alert" hidden></p>
<draw-check data-sale="${sale}" data-lang="${lang}" hidden></draw-check>
</section>`;
}

export function checkMarkup({ check }: DrawTexts): string {
  return `<div class="draw no-print">
<p data-verdict hidden></p>
<details>
<summary>${check.title}</summary>
<p data-late hidden>${check.late}</p>
<div data-steps>
<p>${check.intro}</p>
<pre dir="ltr"><code data-line></code></pre>
<p><button class="quiet" type="button" data-copy>${check.copy}</button></p>
<p>${check.expect}</p>
<p dir="ltr"><code data-fingerprint></code><br><code data-number></code></p>
</div>
</details>
</div>`;
}
