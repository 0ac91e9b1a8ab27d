/** The bytes of a sale's file as text: whole, and in the one encoding that every tool reads. */

export type ReadText = { ok: true; text: string } | { ok: false; line?: number; problem: string };

/** `problem` says what is wrong, and what would be right. */
export function readSaleText(bytes: Uint8Array): ReadText {
  const text = decode(bytes);
  if (text === undefined) return { ok: false, ...undecodable(bytes) };
  for (const { sign, problem } of REFUSED) {
    const found = sign.exec(text);
    if (found) return { ok: false, line: lineAt(text, found.index), problem: problem(found[0]) };
  }
  return { ok: true, text };
}

const UTF_8 = "save it as UTF-8 (in the editor's dialogue for saving, or its status bar)";

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function undecodable(bytes: Uint8Array): { line?: number; problem: string } {
  const [first = 0, second = 0] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isUtf16) return { problem: `is UTF-16, which some editors call Unicode; ${UTF_8}` };
  const readable = new TextDecoder().decode(bytes);
  const line = lineAt(readable, readable.indexOf("\ufffd"));
  return { line, problem: `is not UTF-8, as letters like ä in it show; ${UTF_8}` };
}

const lineAt = (text: string, at: number) => text.slice(0, at).split(/\r\n?|\n/).length;

/** What no page could show as it was meant. */
const REFUSED: { sign: RegExp; problem: (found: string) => string }[] = [
  {
    sign: /\r(?!\n)/,
    problem: () => "ends its lines with CR alone; save it with the line ends of Unix or Windows",
  },
  {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    sign: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/,
    problem: (found) => {
      const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      return `contains a character that nobody can see (U+${code}); delete it`;
    },
  },
  {
    sign: /\ufffd/,
    problem: () => "contains “\ufffd”, where a letter was lost in another encoding; type it again",
  },
  {
    sign: /^(?:<{7}|>{7}) /m,
    problem: (found) => `contains “${found.trim()}”: git could not merge it; choose one version`,
  },
];
