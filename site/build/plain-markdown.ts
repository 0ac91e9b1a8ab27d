/**
 * A sale's text is Markdown and nothing else: HTML in it is shown as it is written. So no text can
 * close an element of the page, load anything or lead anywhere that Markdown cannot.
 */
import type { SatteriProcessorOptions } from "@astrojs/markdown-satteri";

type Plugins = NonNullable<SatteriProcessorOptions["mdastPlugins"]>;

/** What a link may begin with; whatever has no scheme stays on this site. */
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
