/** HTML in which every value is escaped unless it is markup itself. */
import { html as template } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Markup, finished. Joining it by `+` or `join` makes a text of it again: pass it on in a list. */
export type Html = HtmlEscapedString;
/** A text (it will be escaped), markup, or many of them one after the other. */
export type Content = string | number | Html | readonly Content[];

/** hono's template; none of our values are promises, so neither is what comes of them. */
export const html = (strings: TemplateStringsArray, ...values: (Content | false)[]): Html =>
  template(strings, ...values) as Html;
