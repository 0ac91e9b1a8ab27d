/** A whole set of answers for `new`, and pictures to answer with. */
import { join } from "node:path";
import sharp from "sharp";

/** Tests run whenever: ten o'clock, so many days from now as Berlin counts them. */
export function ten(days: number): string {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" }).format();
  return `${new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)} 10:00`;
}

export const ANSWERS: Record<string, string> = {
  title: "Walnut bowl",
  picture: "",
  alt: "A round bowl of dark walnut on a linen cloth",
  currency: "eur",
  price: "19,90",
  stock: "50",
  zone: "Europe/Berlin",
  start: ten(5),
  shipping: "Free delivery: within the EU",
  payment: "By invoice, 14 days",
  seller: "Holz & Söhne, Gasse 1, Wien",
  terms: "https://holz-soehne.at/terms",
  privacy: "https://holz-soehne.at/privacy",
  imprint: "https://holz-soehne.at/imprint",
  contact: "mailto:hallo@holz-soehne.at",
};

/** As flags; `undefined` leaves one out. */
export function flags(changes: Record<string, string | undefined> = {}): string[] {
  const all = Object.entries({ ...ANSWERS, ...changes });
  return all.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

/** Returns its path. */
export async function makePicture(folder: string, name: string, width: number): Promise<string> {
  const file = join(folder, name);
  const background = { r: 120, g: 80, b: 40 };
  await sharp({ create: { width, height: Math.ceil(width / 2), channels: 3, background } }).toFile(
    file,
  );
  return file;
}

/** Static, as no compression likes it. */
export async function makeNoise(file: string, width: number): Promise<void> {
  const noise = { type: "gaussian", mean: 128, sigma: 90 } as const;
  const create = { width, height: width, channels: 3, background: "#888", noise } as const;
  await sharp({ create }).png().toFile(file);
}
