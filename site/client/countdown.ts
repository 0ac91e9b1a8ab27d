/** Remaining time in parts and as m:ss. Rounded up, so that zero is shown only at zero. */

export interface Parts {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** `left` in milliseconds. */
export function partsOf(left: number): Parts {
  const all = Math.max(0, Math.ceil(left / 1000));
  return {
    days: Math.floor(all / 86_400),
    hours: Math.floor(all / 3600) % 24,
    minutes: Math.floor(all / 60) % 60,
    seconds: all % 60,
  };
}

/** "1:05" for 65 s; `left` in milliseconds. */
export function minutesAndSeconds(left: number): string {
  const all = Math.max(0, Math.ceil(left / 1000));
  return `${Math.floor(all / 60)}:${twoDigits(all % 60)}`;
}

export const twoDigits = (count: number) => String(count).padStart(2, "0");
