/** Static pages that the Worker fills in; see `shell` in the contract. */
import type { OrderField } from "../contract.ts";
import type { Ctx } from "./context.ts";

export interface Fill {
  text?: Record<string, string>;
  /** Ms since 1970. */
  time?: Record<string, number>;
  href?: Record<string, string>;
  action?: Record<string, string>;
  /** What was typed, to be shown again. */
  values?: Partial<Record<OrderField, string>>;
  /** Field to problem. */
  problems?: Partial<Record<OrderField, string>>;
  notice?: string;
  /** Parts that are shown and hidden, by their `data-when`. */
  show?: string[];
  hide?: string[];
  /** When the slot lapses, ms since 1970. */
  expiresAt?: number;
  /** Who is signed in to the console. */
  signedIn?: { role: string; name: string; until: number };
}

/** A page of the site, with its blanks filled if it has any. Only text and attributes: nothing typed becomes markup. */
export async function page(c: Ctx, path: string, status: number, fill?: Fill): Promise<Response> {
  c.header("Content-Type", "text/html; charset=utf-8");
  if (fill === undefined) return c.body(await wholePage(c, path), status as 200);
  const filled = rewriter(fill).transform(await assetAt(c, path));
  return c.body(filled.body as ReadableStream, status as 200);
}

/** By where the pages come from, since an isolate serves one deployment; then by path. */
const wholePages = new WeakMap<object, Map<string, string>>();

/**
 * A page without blanks. Whoever has a garbage order URL gets one, as often as they ask, so an isolate
 * keeps it: a few kilobytes for each language and code.
 */
async function wholePage(c: Ctx, path: string): Promise<string> {
  const { ASSETS } = c.env;
  const pages = wholePages.get(ASSETS) ?? new Map<string, string>();
  wholePages.set(ASSETS, pages);
  const text = pages.get(path) ?? (await (await assetAt(c, path)).text());
  pages.set(path, text);
  return text;
}

async function assetAt(c: Ctx, path: string): Promise<Response> {
  const asset = await c.env.ASSETS.fetch(new URL(path, c.req.url));
  if (!asset.ok) throw new Error(`the site lacks the page ${path}: build it`);
  return asset;
}

function rewriter(fill: Fill): HTMLRewriter {
  const html = new HTMLRewriter();
  fillBlanks(html, fill);
  if (fill.notice) html.on(`[data-notice="${fill.notice}"]`, { element: reveal });
  for (const part of fill.show ?? []) html.on(`[data-when="${part}"]`, { element: reveal });
  for (const part of fill.hide ?? []) {
    html.on(`[data-when="${part}"]`, { element: (e) => void e.setAttribute("hidden", "") });
  }
  for (const [field, value] of Object.entries(fill.values ?? {})) {
    html.on(`input[name="${field}"]`, { element: (e) => void e.setAttribute("value", value) });
    html.on(`textarea[name="${field}"]`, { element: (e) => void e.setInnerContent(value) });
  }
  for (const [field, problem] of Object.entries(fill.problems ?? {})) {
    html.on(`[data-problem="${field}.${problem}"]`, { element: reveal });
    html.on(`[name="${field}"]`, { element: (e) => void e.setAttribute("aria-invalid", "true") });
  }
  return html;
}

function fillBlanks(html: HTMLRewriter, { text, time, href, action, ...fill }: Fill): void {
  html.on("body", {
    element(body) {
      body.setAttribute("data-now", String(Date.now()));
      const { expiresAt, signedIn = {} } = fill;
      if (expiresAt !== undefined) body.setAttribute("data-expires-at", String(expiresAt));
      for (const [name, value] of Object.entries(signedIn)) {
        body.setAttribute(`data-${name}`, String(value));
      }
    },
  });
  for (const [name, value] of Object.entries(text ?? {})) {
    html.on(`[data-fill="${name}"]`, { element: (e) => void e.setInnerContent(value) });
  }
  for (const [name, value] of Object.entries(time ?? {})) {
    const iso = new Date(value).toISOString();
    html.on(`[data-fill-time="${name}"]`, {
      element(e) {
        e.setAttribute("datetime", iso);
        e.setInnerContent(`${iso.slice(0, 16).replace("T", " ")} UTC`);
      },
    });
  }
  for (const [name, value] of Object.entries(href ?? {})) {
    html.on(`[data-fill-href="${name}"]`, { element: (e) => void e.setAttribute("href", value) });
  }
  for (const [name, value] of Object.entries(action ?? {})) {
    html.on(`[data-fill-action="${name}"]`, {
      element: (e) => void e.setAttribute("action", value),
    });
  }
}

function reveal(element: Element): void {
  element.removeAttribute("hidden");
}
