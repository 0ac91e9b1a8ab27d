/**
 * Derives every colour that a sale's pages use, light and dark, from the few that its file chooses.
 * A colour without enough contrast is made lighter or darker (in OKLCH, which keeps the perceived hue)
 * until every pair that meets on a page satisfies WCAG 2.2 AA.
 */
import Color from "colorjs.io";
import type { Colors } from "../../edge/contract.ts";

type Scheme = "light" | "dark";
/** The custom properties of every page; each value is #rrggbb. */
type Tokens = Record<(typeof TOKENS)[number], string>;
type Theme = Record<Scheme, Tokens>;

const TOKENS = [
  // Backgrounds, and lines.
  ...(["paper", "card", "tint", "off", "bad-tint", "line"] as const),
  // Text.
  ...(["ink", "muted", "accent-text", "good", "bad", "on-off"] as const),
  // Buttons: face, face under the pointer, rim, text.
  ...(["accent", "accent-strong", "accent-edge", "on-accent"] as const),
] as const;

/** WCAG 2.2 AA: contrast of text (1.4.3) and of the outline of a control (1.4.11). */
const TEXT = 4.5;
const CONTROL = 3;
/** A page's background against black or white: with less, small print and links are illegible. */
const ROOM = 10;

/** From this chroma on, people name a colour instead of calling it grey or white. */
const COLORED = 0.03;

const DEFAULTS = { accent: "#b93c0a", paper: "#faf8f5" };

// ── One scheme ──────────────────────────────────────────────────────────────────────────────

interface Tone {
  l: number;
  c: number;
  h: number;
}
/**
 * How each scheme derives the rest from its background. Lightness from 0 to 1; steps are signed.
 */
const SCHEMES = {
  light: {
    ...{ away: -1, ground: 0.975, groundChroma: 0.008, extreme: "#000000" },
    ...{ card: 0.03, line: -0.09, off: -0.065, tint: -0.025, tintChroma: 0.026 },
    ...{ ink: 0.22, muted: 0.46, good: 0.46, bad: 0.46, onOff: 0.48 },
  },
  dark: {
    ...{ away: 1, ground: 0.18, groundChroma: 0.012, extreme: "#ffffff" },
    ...{ card: 0.045, line: 0.15, off: 0.12, tint: 0.085, tintChroma: 0.032 },
    ...{ ink: 0.96, muted: 0.76, good: 0.81, bad: 0.78, onOff: 0.74 },
  },
} as const;
const HUES = { good: { c: 0.11, h: 155 }, bad: { c: 0.15, h: 26 } };

export function themeOf(colors: Colors = {}): Theme {
  return { light: tokensOf(colors, "light"), dark: tokensOf(colors, "dark") };
}

function tokensOf(colors: Colors, scheme: Scheme): Tokens {
  const grounds = groundsOf(colors, scheme);
  const face = faceOf(colors, scheme, grounds);
  return { ...grounds, ...wordsOf(colors, scheme, grounds), ...face };
}

type Grounds = Pick<Tokens, "paper" | "card" | "tint" | "off" | "bad-tint" | "line">;

function groundsOf(colors: Colors, scheme: Scheme): Grounds {
  const steps = SCHEMES[scheme];
  const paper = paperOf(colors, scheme);
  const { l, c, h } = toneOf(paper);
  const accent = toneOf(colors.accent ?? DEFAULTS.accent);
  const at = (step: number) => hex({ l: l + step, c, h });
  // On a coloured paper, a hint of a second colour looks muddy.
  const breath = { c: Math.min(steps.tintChroma, accent.c * 0.2), h: accent.h };
  const tint = c > COLORED ? { c, h } : breath;
  return {
    paper,
    card: at(steps.card),
    line: at(steps.line),
    off: at(steps.off),
    tint: hex({ l: l + steps.tint, ...tint }),
    "bad-tint": hex({ l: l + steps.tint, c: steps.tintChroma, h: HUES.bad.h }),
  };
}

/**
 * A dark paper is used in the dark scheme, and the light scheme takes only its hue; and vice versa.
 */
function paperOf({ paper = DEFAULTS.paper }: Colors, scheme: Scheme): string {
  const { ground, groundChroma, extreme, away } = SCHEMES[scheme];
  const chosen = toneOf(paper);
  if (schemeOf(paper) === scheme) return legible(paper, [extreme], ROOM, -away);
  return hex({ l: ground, c: Math.min(chosen.c, groundChroma), h: chosen.h });
}

function wordsOf(colors: Colors, scheme: Scheme, grounds: Grounds) {
  const { ink, muted, good, bad, onOff, away } = SCHEMES[scheme];
  const { paper, card, tint, off } = grounds;
  const { h, c } = toneOf(colors.ink ?? paper);
  const on = [paper, card, tint];
  const grey = (l: number) => hex({ l, c: Math.min(c, 0.014), h });
  const chosen = colors.ink !== undefined && schemeOf(colors.ink) !== scheme;
  const bads = [...on, grounds["bad-tint"]];
  return {
    ink: legible(chosen ? String(colors.ink) : grey(ink), bads, TEXT, away),
    muted: legible(grey(muted), on, TEXT, away),
    "accent-text": legible(colors.accent ?? DEFAULTS.accent, on, TEXT, away),
    good: legible(hex({ l: good, ...HUES.good }), on, TEXT, away),
    bad: legible(hex({ l: bad, ...HUES.bad }), bads, TEXT, away),
    "on-off": legible(grey(onOff), [off], TEXT, away),
  };
}

/**
 * The button. On a light page it keeps the chosen colour, with a rim if the colour is too pale to look
 * like a button. On a dark page a rim alone would look disabled, so the face itself becomes lighter.
 */
function faceOf(colors: Colors, scheme: Scheme, { paper, card }: Grounds) {
  const chosen = colors.accent ?? DEFAULTS.accent;
  const seen = seenFace(chosen, scheme, [paper, card]);
  const accent = scheme === "light" ? chosen : seen;
  const { l, c, h } = toneOf(accent);
  const words = ["#ffffff", hex({ l: 0.2, c: Math.min(c, 0.04), h })];
  const on = words.find((word) => contrast(word, accent) >= TEXT) ?? "#000000";
  // Away from the text's colour, so that the text gets clearer under the pointer.
  const strong = hex({ l: l + (on === "#ffffff" ? -0.06 : 0.06), c, h });
  return { accent, "accent-strong": strong, "accent-edge": seen, "on-accent": on };
}

/** On a dark page, black would turn into the grey of a disabled button, so it becomes white. */
function seenFace(chosen: string, scheme: Scheme, on: string[]): string {
  const { l, c, h } = toneOf(chosen);
  const turned = scheme === "dark" && c < COLORED && l < 0.5;
  return legible(turned ? hex({ l: 0.94, c, h }) : chosen, on, CONTROL, SCHEMES[scheme].away);
}

// ── What a marketer is told ─────────────────────────────────────────────────────────────────

/** One chosen colour in one use: its contrast, and what the pages use instead. */
interface Judged {
  name: keyof Colors;
  as: "text" | "button" | "page";
  /**
   * What it was measured against: the worst of the backgrounds it appears on, or black or white.
   */
  on: keyof Tokens | "black" | "white";
  scheme: Scheme;
  chosen: string;
  ratio: number;
  needed: number;
  /** The same as `chosen` if its contrast is sufficient. */
  used: string;
}

export function judgeColors(colors: Colors = {}): Judged[] {
  return (["light", "dark"] as const).flatMap((scheme) => {
    const tokens = tokensOf(colors, scheme);
    return [
      ...judgeAccent(colors, scheme, tokens),
      ...judgeInk(colors, scheme, tokens),
      ...judgePaper(colors, scheme, tokens),
    ];
  });
}

/** One line for people. */
export function judgedLine({ name, as, on, scheme, chosen, ratio, needed, used }: Judged): string {
  const has = `colors.${name} ${chosen} as ${as} on ${on} (${scheme}): contrast ${ratio.toFixed(2)}, needed ${needed}`;
  if (used === chosen) return has;
  const rim = name === "accent" && as === "button" && scheme === "light";
  return `${has}; ${rim ? `the button gets a rim of ${used}` : `used instead: ${used}`}`;
}

function judgeAccent({ accent }: Colors, scheme: Scheme, tokens: Tokens): Judged[] {
  if (accent === undefined) return [];
  const both = { name: "accent", scheme, chosen: accent } as const;
  const text = worst(accent, tokens, ["paper", "card", "tint"]);
  const button = worst(accent, tokens, ["paper", "card"]);
  return [
    { ...both, ...text, as: "text", needed: TEXT, used: tokens["accent-text"] },
    { ...both, ...button, as: "button", needed: CONTROL, used: tokens["accent-edge"] },
  ];
}

function judgeInk({ ink }: Colors, scheme: Scheme, tokens: Tokens): Judged[] {
  if (ink === undefined || schemeOf(ink) === scheme) return [];
  const found = worst(ink, tokens, ["paper", "card", "tint", "bad-tint"]);
  return [
    { name: "ink", as: "text", scheme, chosen: ink, ...found, needed: TEXT, used: tokens.ink },
  ];
}

function judgePaper({ paper }: Colors, scheme: Scheme, tokens: Tokens): Judged[] {
  if (paper === undefined || schemeOf(paper) !== scheme) return [];
  const on = scheme === "light" ? "black" : "white";
  const ratio = contrast(paper, SCHEMES[scheme].extreme);
  const { paper: used } = tokens;
  return [{ name: "paper", as: "page", on, scheme, chosen: paper, ratio, needed: ROOM, used }];
}

function worst(color: string, tokens: Tokens, names: (keyof Grounds)[]) {
  const found = names.map((on) => ({ on, ratio: contrast(color, tokens[on]) }));
  return found.reduce((low, next) => (next.ratio < low.ratio ? next : low));
}

// ── Colours ─────────────────────────────────────────────────────────────────────────────────

/** WCAG 2's contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  return new Color(a).contrastWCAG21(new Color(b));
}

/** The scheme for which a colour could be the background. */
function schemeOf(color: string): Scheme {
  return toneOf(color).l < 0.5 ? "dark" : "light";
}

/** `color`, made darker (`way` -1) or lighter (1) until it has the contrast `needed`. */
function legible(color: string, on: string[], needed: number, way: number): string {
  const enough = (candidate: string) => on.every((ground) => contrast(candidate, ground) >= needed);
  if (enough(color)) return color;
  const { l, c, h } = toneOf(color);
  for (let step = 0.01; step < 1; step += 0.01) {
    const candidate = hex({ l: l + way * step, c, h });
    if (enough(candidate)) return candidate;
  }
  return way < 0 ? "#000000" : "#ffffff";
}

function toneOf(color: string): Tone {
  const [l, c, h] = new Color(color).to("oklch").coords;
  // A grey has no hue.
  return { l: l ?? 0, c: c ?? 0, h: h === null || Number.isNaN(h) ? 0 : h };
}

function hex({ l, c, h }: Tone): string {
  const color = new Color("oklch", [Math.min(1, Math.max(0, l)), c, h]);
  return color.to("srgb").toGamut({ method: "css" }).toString({ format: "hex", collapse: false });
}
