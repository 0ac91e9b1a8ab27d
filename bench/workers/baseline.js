/**
 * What a Worker costs that does nothing but what the row needs: so many HMACs over inputs as long
 * as a token, so many calls to an object, constant answers. It runs in workerd as it stands, hence
 * plain JavaScript.
 */
import { DurableObject } from "cloudflare:workers";

const OBJECTS = 10;
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** As long as the part of a start token that is signed. */
const INPUT = new TextEncoder().encode("0".repeat(128));
/** As long as an order token. */
const ORDER = JSON.stringify({ order: `/order/${"0".repeat(180)}`, expiresAt: 1 });

/** Signing and verifying cost the same; each row states how many of both it needs. */
let key;
let signature;
let turn = 0;

export default {
  async fetch(request, { WORK, OBJECT }) {
    key ??= await crypto.subtle.importKey("raw", new Uint8Array(32), HMAC, false, [
      "sign",
      "verify",
    ]);
    signature ??= await crypto.subtle.sign("HMAC", key, INPUT);
    const step = WORK.length === 1 || !request.url.includes("/order/") ? WORK[0] : WORK[1];
    for (let i = 0; i < step.verified; i++) {
      await crypto.subtle.verify("HMAC", key, signature, INPUT);
    }
    for (let i = 0; i < step.signed; i++) await crypto.subtle.sign("HMAC", key, INPUT);
    if (step.call) await OBJECT.getByName(`${turn++ % OBJECTS}`)[step.call]();
    return new Response(step.call === "grant" ? ORDER : "ok");
  },
};

/** Writes as many rows as a gate does, in tables of the same shape, and decides nothing. */
export class Constant extends DurableObject {
  #granted = 0;
  #placed = 0;

  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS slots (shopper TEXT PRIMARY KEY, slot TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS orders (seq INTEGER PRIMARY KEY, shopper TEXT NOT NULL UNIQUE, id TEXT NOT NULL, slot TEXT NOT NULL,
        placed_at INTEGER NOT NULL, form TEXT NOT NULL);
      DELETE FROM slots; DELETE FROM orders;`);
  }

  refuse() {
    return { ok: false, code: "full", lifetime: 300 };
  }

  grant() {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      sql.exec("INSERT INTO slots VALUES (?, ?, ?)", name(this.#granted++), "00000000", 1);
    });
    return { ok: true, fresh: true, slot: "00000000", expiresAt: 1 };
  }

  place() {
    const { sql } = this.ctx.storage;
    const shopper = name(this.#placed++);
    const order = "0123456789ABCDEF";
    const form = '{"name":"Ada Lovelace","email":"ada@example.com"}';
    this.ctx.storage.transactionSync(() => {
      sql.exec("DELETE FROM slots WHERE shopper = ?", shopper);
      sql.exec(
        "INSERT INTO orders (shopper, id, slot, placed_at, form) VALUES (?, ?, ?, ?, ?)",
        ...[shopper, order, "00000000", 1, form],
      );
    });
    return { ok: true, fresh: true, orderId: order, slot: "00000000", placedAt: 1 };
  }
}

/** Spread over the table as random ids are, and never the same twice. */
function name(count) {
  return `${(Math.imul(count, 0x9e3779b1) >>> 0).toString(16).padStart(16, "0")}`;
}
