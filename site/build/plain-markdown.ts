/**
 * A sale's text is Markdown only: HTML in it is shown as text. So it cannot close an element of the
 * page, load anything, or link anywhere that Markdown could not.
 */
import type { SatteriProcessorOptions } from "@astrojs/markdown-satteri";

type Plugins = NonNullable<SatteriProcessorOptions["mdastPlugins"]>;

/** Allowed schemes; a link without one stays on this site. */
const LINK = /^(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))/i;

export const plainMarkdown: Plugins = [
  {
    name: "html-as-text",
    html: (node) => ({ type: "text", value: node.value }),
    link: (node, context) => {
      if (!LINK.test(node.url)) context.setProperty(node, "url", "#");
    },
    definition: (node, context) => {
      if (!LINK.test(node.url)) context.setProperty(node, "url", "#");
    },
  },
];
