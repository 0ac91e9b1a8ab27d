import { pause, type Sent } from "../outbox/rules.ts";
import type { LedgerStorage } from "../storage.ts";
import type { Said } from "./rules.ts";

/**
 * Part of the stockroom's storage. `state`: what has been said (`Said`), which gates' deliveries fail,
 * and how many alerts there were, as JSON. `due`: null once an alert has been taken or given up.
 */
export const ALERTS_MIGRATION = `
  CREATE TABLE alert_state (state TEXT NOT NULL);
  CREATE TABLE alerts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL, due INTEGER,
    attempts INTEGER NOT NULL);`;

const QUERY = {
  state: "SELECT state FROM alert_state",
  forget: "DELETE FROM alert_state",
  keep: "INSERT INTO alert_state (state) VALUES (?)",
  add: "INSERT INTO alerts (id, body, due, attempts) VALUES (?, ?, ?, 0)",
  due: "SELECT seq, id, body, attempts FROM alerts WHERE due <= ? ORDER BY seq LIMIT 1",
  nextDue: "SELECT min(due) AS due FROM alerts WHERE due IS NOT NULL",
  tried: "UPDATE alerts SET due = ?, attempts = ? WHERE seq = ?",
} as const;

/** With pauses that double from 1 s to an hour: about nine hours. An older alert is no news. */
const MOST_ATTEMPTS = 20;

export interface AlertState {
  said?: Said;
  /** Gates whose deliveries have failed for a minute. */
  failing: number[];
  /** Alerts so far: their ids count, so that none is used twice. */
  count: number;
}

export interface QueuedAlert {
  seq: number;
  id: string;
  body: string;
  attempts: number;
}

/** What a sale's alerts need to remember. Synchronous; the caller passes `now` (ms since 1970). */
export class AlertLedger {
  readonly #storage: LedgerStorage;
  #state: AlertState;

  /** The stockroom's ledger has created the tables. */
  constructor(storage: LedgerStorage) {
    this.#storage = storage;
    const [row] = storage.sql.exec<{ state: string }>(QUERY.state).toArray();
    this.#state = row ? JSON.parse(row.state) : { failing: [], count: 0 };
  }

  get state(): AlertState {
    return this.#state;
  }

  /** Writes down what has been said together with the alerts that say it. */
  say(change: Partial<AlertState>, alerts: { id: string; text: string }[], now: number): void {
    const count = this.#state.count + alerts.length;
    const state = { ...this.#state, ...change, count };
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec(QUERY.forget);
      this.#storage.sql.exec(QUERY.keep, JSON.stringify(state));
      for (const { id, text } of alerts) this.#storage.sql.exec(QUERY.add, id, text, now);
    });
    this.#state = state;
  }

  /** The first that is due. */
  due(now: number): QueuedAlert | undefined {
    const rows = this.#storage.sql.exec<QueuedAlert & Record<string, string | number>>(
      QUERY.due,
      now,
    );
    return rows.toArray()[0];
  }

  nextDue(): number | undefined {
    const [row] = this.#storage.sql.exec<{ due: number | null }>(QUERY.nextDue).toArray();
    return row?.due ?? undefined;
  }

  /** Records the result of an attempt. `random` in [0, 1) spreads the next one. */
  tried({ seq, attempts }: QueuedAlert, sent: Sent, now: number, random: number): void {
    const made = attempts + 1;
    const isOver = sent.ok || sent.stop === true || made >= MOST_ATTEMPTS;
    const due = isOver ? null : now + pause(made, random, sent.ok ? 0 : sent.retryAfter);
    this.#storage.sql.exec(QUERY.tried, due, made, seq);
  }
}
