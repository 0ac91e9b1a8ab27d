/** A sale's file in which every text tries to leave its place. */

const ATTACK = `"'></script></title></style>--><script>pwned=1</script><img src=x onerror=pwned=2>`;
/** Right-to-left override and marks, an emoji of four parts, gaps of our own and of others. */
const MARKS = "\u202Eevil\u202C \u200F\u2067 👨‍👩‍👧‍👦 {{7*7}} {start} ]]>";

export const hostile = {
  title: `${ATTACK} ${MARKS}`.slice(0, 120),
  tagline: "W".repeat(200),
  imageAlt: `" onerror="pwned=3" ${MARKS}`,
  shipping: `<a href="javascript:pwned=4">free</a> ${MARKS}`,
  payment: `</dd></dl></section><h1>pwned</h1>\\nBEGIN:VEVENT`,
  seller: `${ATTACK} ${MARKS} </script><!--`,
  contact: `mailto:a@b.example?x="><script>pwned=5</script>`.replaceAll(" ", "%20"),
};

/** Markdown, but nothing that Markdown cannot say. */
const BODY = `
</article></main><script>pwned=6</script><meta http-equiv="refresh" content="0;url=https://evil.example">

<style>body { display: none }</style>

[a link](javascript:pwned=7), [another][one] and <b onclick="pwned=8">words</b> with {{ 7 * 7 }} and \${7*7} ${MARKS}

${"Unbreakable".repeat(46)}

[one]: javascript:pwned=9

<!-- an open comment
`;

export function hostileFile(picture: string): string {
  const text = (value: string) => JSON.stringify(value);
  const lines = Object.entries(hostile).map(([key, value]) => `${key}: ${text(value)}`);
  return `---
${lines.join("\n")}
image: ${picture}
price: 123456.78
listPrice: 9999999
currency: EUR
stock: 1000000
startsAt: 2027-01-01T10:00:00+05:30
endsAt: 2027-01-01T12:00:00+05:30
colors: { accent: "#ffe600", paper: "#ffffff" }
font: Georgia, "Times New Roman", serif
shop: https://shop.example
terms: /terms
privacy: /privacy
imprint: /imprint
---
${BODY}`;
}
