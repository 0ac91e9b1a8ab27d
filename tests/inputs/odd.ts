/** Makes odd but possible inputs: texts, numbers and forms as people and their programs send them. */
import fc from "fast-check";

/** Pieces that mean something to YAML, HTML, CSV, iCalendar, Unicode or a shell. */
const PIECES = [
  ...["a", "Lamp", "Größe", "王芳", "محمد", "é", "e\u0301", "👨‍👩‍👧‍👦", "🏮", " ", "  "],
  ...[":", ": ", " #", "#1", "- ", "? ", "&Co", "*x", "!new", "|", ">", "%", "@", "`", "~", ","],
  ...[
    "[",
    "]",
    "{",
    "}",
    "{{x}}",
    "$" + "{x}",
    "<b>",
    "</script>",
    "&amp;",
    "<!--",
    "]]>",
    "\\",
    "\\n",
  ],
  ...["'", '"', "''", '""', ";", "=1+1", "+1", "-1", "|=1", "\t", "=", "/", "0", "1", "1.000"],
  ...["true", "null", "No", "1984", "2026-12-12", "0x10", "1e3", ".inf", "---", "...", "<<"],
  ...[
    "\u00a0",
    "\u200b",
    "\u200f",
    "\u202e",
    "\u2028",
    "\u0085",
    "\ufeff",
    "\u0007",
    "\0",
    "\r\n",
    "\n",
  ],
  ...["BEGIN:VEVENT", "DTSTART:19700101T000000Z", "SEQUENCE:0", "%%lamp|stock|units%%", "\ud800"],
];

/** What tools have been seen to change: often enough that few runs find it. */
const KNOWN = [
  ...["Lamp #1", "Lamp: new", "&Co Lamp", "1984", "007", "true", "2026-12-12", "~", "[Lamp]", "No"],
  ...["a;=1", "a; =1", "a\t=1", "a\n=1", "a|=1", "a,=1", 'a;"=1', "=1", "0123", "3/4", "1e5"],
  ...["a\r\nb", "a\u2028b", "\u200b", "\u2800", "a\u0085b", "\\n", "'a'b", '"a" b', "a\\,b;c"],
];

/** Whatever may be typed or pasted where a text is asked for. */
export const oddText = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.integer({ min: 95, max: 130 }).map((length) => "🏮".repeat(length)),
);

/** Currencies with two decimals, none, and three. */
export const currency = fc.constantFrom("EUR", "JPY", "KWD");

/** An amount of whole hundredths of a currency's least unit, in the ways in which it is written. */
export const oddAmount = fc
  .record({
    whole: fc.nat({ max: 9_999_999 }),
    decimals: fc.oneof(fc.constant(""), fc.stringMatching(/^\d{1,4}$/)),
    group: fc.constantFrom("", "", ",", ".", " ", "'", "\u202f"),
    point: fc.constantFrom(".", ","),
  })
  .filter(({ group, point }) => group !== point)
  .map(({ whole, decimals, group, point }) => ({
    text: thousands(whole, group) + (decimals === "" ? "" : point + decimals),
    value: Number(decimals === "" ? whole : `${whole}.${decimals}`),
  }));

/** A count, in the ways in which it is written. */
export const oddCount = fc
  .record({
    value: fc.oneof(fc.nat({ max: 2000 }), fc.nat({ max: 1_100_000 })),
    group: fc.constantFrom("", ",", ".", " ", "_"),
  })
  .map(({ value, group }) => ({ text: thousands(value, group), value }));

function thousands(whole: number, group: string): string {
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, group);
}

export const oddForm = fc.record({
  name: oddText,
  email: fc.oneof(
    fc.constantFrom("ada@example.com", " Ada@bücher.example ", "ada@xn--bcher-kva.example"),
    fc.constantFrom("+1@a.example", "=1@a.example", "ada@localhost", "a b@c.example"),
  ),
  phone: fc.oneof(fc.constantFrom("0301234567", "+49 30 1234", "4930123456789", "3/4"), oddText),
  address: oddText,
  note: oddText,
});
