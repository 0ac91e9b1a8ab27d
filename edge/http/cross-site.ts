/**
 * Whether a page of another site made its visitor's browser send this. Such a request bears nobody's
 * wish, and its answer's cookies would replace the visitor's own: it is refused before anything else.
 *
 * `Sec-Fetch-Site` is the browser's own word, which no page can change, so it decides where it is
 * there; older browsers send only `Origin`. That is `null` from a sandboxed frame, which is nobody's
 * page, and also from a page that sends no referrer: ours therefore send theirs to themselves
 * (`Referrer-Policy: same-origin`). A page of ours in the shop's frame is the same origin as itself.
 * Apps send neither header and are no browser that could be led.
 */
export function isCrossSite(request: Request): boolean {
  const { method } = request;
  return method !== "GET" && method !== "HEAD" && isForeign(request);
}

/** The same of a request that is known to be a POST. */
export function isForeign(request: Request): boolean {
  const { headers } = request;
  const site = headers.get("Sec-Fetch-Site");
  // A sibling of our domain is another origin too, and may be another one's page.
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = headers.get("Origin");
  return origin !== null && origin !== originOf(request.url);
}

/**
 * Whether a page of ours sent this, for whoever is known by a cookie alone: there it is not enough that
 * nothing speaks against it, since every browser that has our session sends one of the two headers.
 */
export function isOwnPage({ headers, url }: Request): boolean {
  const site = headers.get("Sec-Fetch-Site");
  return site === null ? headers.get("Origin") === originOf(url) : site === "same-origin";
}

/** Without `new URL`: every claim passes here. */
function originOf(url: string): string {
  return url.slice(0, url.indexOf("/", url.indexOf("://") + 3));
}
