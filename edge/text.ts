/** What counts as text, whoever typed it: a marketer in a sale's file, or a shopper in the form. */

/** CR LF, as forms send it, and what word processors paste for a new line. */
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** The same text with every line break spelt "\n". */
export const withPlainBreaks = (text: string) => text.replace(LINE_BREAK, "\n");

/** Whether nothing of it can be seen: spaces, zero-width characters, fillers, direction marks. */
export const isBlank = (text: string) =>
  !/[^\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

/**
 * Whether it is one line that can be stored and shown as it is. U+FFFD stands for bytes that were not
 * UTF-8, and U+2028 and U+2029 break lines wherever the text is pasted.
 */
export const isOneLine = (text: string) =>
  !/[\p{Cc}\u2028\u2029\ufffd]/u.test(text) && text.isWellFormed();

/** The same for a text of several lines, with breaks as `withPlainBreaks` makes them. */
export const isManyLines = (text: string) => isOneLine(text.replace(/[\n\t]/g, ""));

/** Characters as people count them, not UTF-16 units: an emoji is one. */
export const lengthOf = (text: string) => [...text].length;
