import { expect, it } from "vitest";
import { Speech, toLapse, toStart } from "./speech.ts";

const speech = (ladder = toStart) => new Speech(ladder, "{time} left", "en-GB");

/** What is announced from `from` seconds before the end on, each with its second. */
function heard(from: number, ladder = toStart): [number, string][] {
  const said = speech(ladder);
  const words: [number, string][] = [];
  for (let second = from; second >= 0; second -= 1) {
    // A tick comes a little late.
    const word = said.words(second * 1000 - 5);
    if (word !== undefined) words.push([second, word]);
  }
  return words;
}

it("reads out whole minutes, then the last ten seconds, then nothing", () => {
  expect(heard(125)).toEqual([
    [125, "2 minutes 5 seconds left"],
    [120, "2 minutes left"],
    [60, "1 minute left"],
    [10, "10 seconds left"],
    ...[9, 8, 7, 6, 5, 4, 3, 2, 1].map((second) => [second, String(second)]),
    [0, ""],
  ]);
});

it("reads out whole hours while there are hours, and begins with the time left", () => {
  expect(heard(2 * 3600 + 90).slice(0, 4)).toEqual([
    [7290, "2 hours 1 minute left"],
    [7200, "2 hours left"],
    [3600, "1 hour left"],
    [3540, "59 minutes left"],
  ]);
  expect(heard(3)[0]).toEqual([3, "3 seconds left"]);
});

it("lets somebody type: a minute, half a minute, ten seconds", () => {
  expect(heard(120, toLapse).map(([second]) => second)).toEqual([120, 60, 30, 10, 0]);
});

it("catches up on missed ticks, and begins again when the start was moved", () => {
  const said = speech();
  said.words(130_000);
  expect(said.words(117_000)).toBe("1 minute 57 seconds left");
  expect(said.words(116_000)).toBeUndefined();
  expect(said.words(600_000)).toBe("10 minutes left");
});
