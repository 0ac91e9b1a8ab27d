/**
 * The built site, as the platform hands it out with `html_handling = "auto-trailing-slash"` and
 * `not_found_handling = "404-page"`: `/sales/lamp` is `sales/lamp.html`. It runs in workerd as it
 * stands, hence plain JavaScript. The CDN's compression, ETags and `_headers` are not here.
 */
const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  webp: "image/webp",
  avif: "image/avif",
  jpg: "image/jpeg",
  png: "image/png",
  txt: "text/plain; charset=utf-8",
  xml: "application/xml",
  ics: "text/calendar; charset=utf-8",
};

export default {
  async fetch(request, { DISK }) {
    const { pathname } = new URL(request.url);
    for (const path of candidates(pathname)) {
      const file = await DISK.fetch(new URL(path, "http://disk"));
      if (file.ok) return answer(file, path, 200);
    }
    return answer(await DISK.fetch("http://disk/404.html"), "/404.html", 404);
  },
};

/** A folder answers too, with a listing: so a page is looked for first. */
function candidates(path) {
  if (/\.[a-z0-9]+$/.test(path)) return [path];
  const bare = path.replace(/\/+$/, "");
  return bare === "" ? ["/index.html"] : [`${bare}.html`, `${bare}/index.html`];
}

function answer(file, path, status) {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const length = file.headers.get("Content-Length");
  const headers = { "Content-Type": type, ...(length && { "Content-Length": length }) };
  return new Response(file.ok ? file.body : "not found", { status, headers });
}
