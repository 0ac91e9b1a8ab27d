/** A theme as an inline style sheet, with the hash by which the page's policy allows it. */
import { createHash } from "node:crypto";
import { type Colors, fontsIn, GENERIC_FONTS, type Language } from "../../edge/contract.ts";
import { themeOf } from "./theme.ts";

/** Names that no browser recognises in quotes. */
const UNQUOTED = [...GENERIC_FONTS, "-apple-system", "BlinkMacSystemFont"];

const SYSTEM = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Noto Sans, sans-serif";
/**
 * Each system's own font, and for other scripts fonts that have them where the system's lacks them.
 */
const SYSTEMS: Record<Language, string> = {
  en: SYSTEM,
  "en-US": SYSTEM,
  de: SYSTEM,
  zh: "system-ui, -apple-system, PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif",
  ar: "system-ui, -apple-system, Segoe UI, Noto Sans Arabic, Noto Naskh Arabic, Tahoma, sans-serif",
};

export interface Look {
  colors?: Colors | undefined;
  /** A font stack, as the schema of a sale's file allows it. */
  font?: string | undefined;
}
export interface ThemeStyle {
  css: string;
  hash: `sha256-${string}`;
  /** The `theme-color` of the browser's own bars. */
  paper: { light: string; dark: string };
}

export function themeStyle({ colors, font }: Look = {}, lang: Language = "en"): ThemeStyle {
  const { light, dark } = themeOf(colors);
  const css = `${rule({ ...light, sans: fontStack(font ?? SYSTEMS[lang]) })}@media screen and (prefers-color-scheme:dark){${rule(dark)}}`;
  const hash = createHash("sha256").update(css).digest("base64");
  return { css, hash: `sha256-${hash}`, paper: { light: light.paper, dark: dark.paper } };
}

function rule(values: Record<string, string>): string {
  const lines = Object.entries(values).map(([name, value]) => `--${name}:${value}`);
  return `:root{${lines.join(";")}}`;
}

function fontStack(font: string): string {
  return fontsIn(font)
    .map((name) => (UNQUOTED.includes(name) ? name : `"${name}"`))
    .join(",");
}
