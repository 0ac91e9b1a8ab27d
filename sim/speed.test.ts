import { expect, it } from "vitest";
import { whoWins } from "./speed.ts";

/** A small field, and few draws: the test of proportions is in speed.full.test.ts. */
const FIELD = { people: 45, identities: 5, stock: 10 };

it("speed wins a race: a bot's five identities all get a unit", async () => {
  expect(await whoWins({ ...FIELD, race: true }, 1)).toEqual({ bot: 5, people: 5 });
});

it("speed buys nothing in a draw: a bot asks a hundred times a second and gets about its share", async () => {
  const won = { bot: 0, people: 0 };
  for (let seed = 0; seed < 6; seed++) {
    const { bot, people } = await whoWins(FIELD, seed);
    won.bot += bot;
    won.people += people;
  }
  expect(won.bot + won.people).toBe(60);
  // 6 expected, with a standard deviation of 2.1; a race would give it 30.
  expect(won.bot).toBeLessThan(6 + 3 * 2.1);
});
