/** A thousand draws take minutes, so not in `npm test` (see speed.test.ts). */
import { expect, it, vi } from "vitest";
import { whoWins } from "./speed.ts";

vi.spyOn(console, "error").mockImplementation(() => {});

const DRAWS = 1_000;
const FIELD = { people: 90, identities: 10, stock: 20 };

it(`speed buys nothing: in ${DRAWS} draws, a bot's share of the units is its share of the identities`, async () => {
  let won = 0;
  for (let seed = 0; seed < DRAWS; seed++) {
    const { bot, people } = await whoWins(FIELD, seed);
    expect(bot + people).toBe(FIELD.stock);
    won += bot;
  }
  // Without replacement: hypergeometric in each draw.
  const [all, stock] = [FIELD.people + FIELD.identities, FIELD.stock];
  const share = FIELD.identities / all;
  const variance = (stock * share * (1 - share) * (all - stock)) / (all - 1);
  const off = (won - DRAWS * stock * share) / Math.sqrt(DRAWS * variance);
  expect(Math.abs(off)).toBeLessThan(2.58); // 1 % of honest draws would be further off
}, 1_800_000);
