/** Who wins a draw: a bot that never sleeps, beside people who look now and then. */
import { CALM } from "./network.ts";
import { START, World } from "./world.ts";

export interface Field {
  people: number;
  /** Of one bot, which goes round them. */
  identities: number;
  stock: number;
  /** Without a draw, for comparison. */
  race?: boolean;
}

const SECOND = 1_000;
/** The bot asks for one of its identities after the other, each this long after the one before. Ms. */
const BOT_ASKS_EVERY = 10;
const PEOPLE_ASK_EVERY = 5 * SECOND;
const REACTION = SECOND;
const FORM = { least: 15 * SECOND, most: 40 * SECOND };
/** By then everything is sold. */
const LONGEST = 900 * SECOND;

/** Units, by who ordered them. All were there before the start; the bot reacts and types in no time. */
export async function whoWins(
  { people, identities, stock, race = false }: Field,
  seed: number,
): Promise<{ bot: number; people: number }> {
  const made = { gates: 2, slots: 5, stock, reserve: true, hold: 120 * SECOND };
  const draw = race ? undefined : { expected: people + identities };
  const world = new World({
    ...{ seed, isolates: 3, shape: { ...made, lasts: 3_600 * SECOND, draw }, from: START - SECOND },
    weather: { chaos: CALM, until: Number.POSITIVE_INFINITY },
  });
  const { scheduler } = world;
  const won = { bot: 0, people: 0 };
  const one = (kind: keyof typeof won, i: number) => new Contender(world, `${kind}-${seed}-${i}`);
  for (let i = 0; i < people; i++) void person(one("people", i));
  void bot(Array.from({ length: identities }, (_, i) => one("bot", i)));
  await scheduler.run({
    until: START + LONGEST,
    done: () => won.bot + won.people === stock,
  });
  world.close();
  return won;

  async function person(contender: Contender): Promise<void> {
    await scheduler.wait(scheduler.random.between(SECOND, SECOND + PEOPLE_ASK_EVERY));
    for (;;) {
      const url = await contender.ask();
      if (url !== undefined) {
        await scheduler.wait(REACTION);
        if (await contender.claim(url)) break;
      }
      await scheduler.wait(PEOPLE_ASK_EVERY);
    }
    await scheduler.wait(scheduler.random.between(FORM.least, FORM.most));
    if (await contender.order()) won.people += 1;
  }

  async function bot(waiting: Contender[]): Promise<void> {
    await scheduler.wait(SECOND);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const contender = next;
      void tryNow(contender).then((isDone) => void (isDone || waiting.push(contender)));
      await scheduler.wait(BOT_ASKS_EVERY);
      // All of them may be on their way.
      while (waiting.length === 0 && won.bot + won.people < stock) await scheduler.wait(100);
    }
  }

  async function tryNow(contender: Contender): Promise<boolean> {
    const url = await contender.ask();
    if (url === undefined || !(await contender.claim(url))) return false;
    if (await contender.order()) won.bot += 1;
    return true;
  }
}

class Contender {
  readonly #world: World;
  readonly #id: string;
  #order = "";

  constructor(world: World, id: string) {
    this.#world = world;
    this.#id = id;
  }

  /** The claim URL, once there is one. */
  async ask(): Promise<string | undefined> {
    return (await this.#worker().ask(this.#id, undefined, 0)).claim;
  }

  async claim(url: string): Promise<boolean> {
    const { outcome } = await this.#worker().claim(url, this.#id, undefined);
    if (outcome.kind === "go") this.#order = outcome.url;
    return outcome.kind === "go";
  }

  async order(): Promise<boolean> {
    const form = { name: this.#id, email: "a@b.co" };
    return (await this.#worker().order(this.#order, form)).ok;
  }

  #worker() {
    const { isolates, scheduler } = this.#world;
    return this.#world.isolate(scheduler.random.whole(0, isolates.length - 1)).life.service;
  }
}
