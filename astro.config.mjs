import { satteri } from "@astrojs/markdown-satteri";
import sitemap from "@astrojs/sitemap";
import { defineConfig } from "astro/config";
import { siteAddress } from "./site/build/address.ts";
import { doorbuster } from "./site/build/integration.ts";
import { plainMarkdown } from "./site/build/plain-markdown.ts";

const site = siteAddress(new URL("./wrangler.toml", import.meta.url));
/** The list and the product pages, which belong in the sitemap. */
const isEntrance = (page) => /^\/(?:sales\/[^/]+)?$/.test(new URL(page).pathname);

/**
 * Everything but the scripts of doors and draws, which only few sales need, and which would not fit into
 * the first round trip.
 */
const isInPage = (path, content) => !/D(?:oor|raw)Script/.test(path) && content.length < 64 * 1024;

export default defineConfig({
  ...(site && { site }),
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
  // Not in node_modules, which copies of the project share: concurrent builds would mix up their sales.
  cacheDir: "./build/astro",
  output: "static",
  trailingSlash: "never",
  compressHTML: true,
  devToolbar: { enabled: false },
  // One file per page, with its styles and script, so that a page is one round trip.
  build: { inlineStylesheets: "always", format: "file" },
  vite: { build: { assetsInlineLimit: isInPage } },
  // `frame-ancestors` works only in a header; see public/_headers.
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
  // Syntax highlighting would need inline styles, which the policy above forbids.
  markdown: { syntaxHighlight: false, processor: satteri({ mdastPlugins: plainMarkdown }) },
  // Widths of the pictures in a sale's text; the hero has its own (hero.ts).
  image: { layout: "constrained", breakpoints: [640, 960, 1344] },
  integrations: [...(site ? [sitemap({ filter: isEntrance })] : []), doorbuster()],
});
