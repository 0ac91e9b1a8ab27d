/** Numbers for people, each with its unit. */
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

export const count = (number: number): string => whole.format(number);
export const money = (amount: number): string =>
  amount > 0 && amount < 0.005 ? `< ${dollars.format(0.01)}` : dollars.format(amount);
export const share = (part: number): string => percent.format(part);

/** A few digits say enough of what nobody counts. */
export const about = (number: number): string =>
  number >= 1_000 ? whole.format(number) : short.format(number);

const BYTES = ["B", "kB", "MB", "GB", "TB", "PB"];
const BITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"];

export const bytes = (number: number): string => scaled(number, BYTES);
export const bits = (number: number): string => scaled(number, BITS);

function scaled(number: number, units: readonly string[]): string {
  const step = number < 1 ? 0 : Math.floor(Math.log10(number) / 3);
  const power = Math.min(units.length - 1, step);
  return `${short.format(number / 1_000 ** power)} ${units[power]}`;
}

/** 23 s, 2 min 5 s. */
export function time(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}
