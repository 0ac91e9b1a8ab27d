import { defineConfig } from "astro/config";
import { doorbuster } from "./site/build/integration.ts";

export default defineConfig({
  srcDir: "./site",
  publicDir: "./site/public",
  outDir: "./dist",
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
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ],
    },
  },
  // Highlighted code would need inline styles, which the policy above forbids.
  markdown: { syntaxHighlight: false },
  integrations: [doorbuster()],
});
