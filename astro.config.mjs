import { satteri } from "@astrojs/markdown-satteri";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import { siteAddress } from "./site/build/address.ts";
import { doorbuster } from "./site/build/integration.ts";
import { plainMarkdown } from "./site/build/plain-markdown.ts";

const site = siteAddress(new URL("./wrangler.toml", import.meta.url));
/** Where a shopper begins; not what answers a click. */
const isEntrance = (page) => /^\/(?:sales\/[^/]+)?$/.test(new URL(page).pathname);

export default defineConfig({
  ...(site && { site }),
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
  // Not in node_modules, which copies of the project share: two builds at once would mix their sales.
  cacheDir: "./build/astro",
  output: "static",
  trailingSlash: "never",
  compressHTML: true,
  devToolbar: { enabled: false },
  // One file per page, style and script inside: a page is one round trip.
  build: { inlineStylesheets: "always", format: "file" },
  vite: { build: { assetsInlineLimit: 64 * 1024 } },
  // `frame-ancestors` counts only in a header: see public/_headers.
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
  // Highlighted code would need inline styles, which the policy above forbids.
  markdown: { syntaxHighlight: false, processor: satteri({ mdastPlugins: plainMarkdown }) },
  // Pictures in a sale's text come in several widths; its hero has its own (hero.ts).
  image: { layout: "constrained", breakpoints: [640, 960, 1344] },
  integrations: [...(site ? [sitemap({ filter: isEntrance })] : []), doorbuster()],
});
