/** Checks that the secrets in a .dev.vars file are there and well formed. They are never shown. */
import { statSync } from "node:fs";
import type { Door } from "../../../edge/contract.ts";
import { givenPath } from "../project.ts";
import type { Finding } from "../sale-file/finding.ts";
import { readSettings } from "../secrets.ts";
import { mailFindings } from "./mail.ts";
import { isOnThisMachine, type Say, type Settings } from "./settings.ts";

const BYTES = 32;
const MAKE_KEY = `npx node -p 'crypto.randomBytes(${BYTES}).toString("base64url")'`;
/** The Worker serves no operator with a shorter one (`edge/http/operator.ts`). */
const SHORT = 32;

/** Throws a Refusal if the file cannot be read. */
export function secretFindings(
  file: string,
  doors: ReadonlySet<Door> = new Set(),
  hasDraw = false,
): Finding[] {
  const settings = readSettings(file);
  const say: Say = (level, text, todo) => ({ level, where: file, text, todo });
  return [
    ...signingKeys(settings, say),
    ...drawSecret(settings, hasDraw, say),
    ...adminKey(settings, say),
    ...viewerKey(settings, say),
    ...webhook(settings, ORDERS, say),
    ...webhook(settings, EVENTS, say),
    ...mailFindings(settings, say),
    ...doorSettings(settings, doors, say),
    ...privacy(file, say),
  ];
}

function signingKeys(settings: Settings, say: Say): Finding[] {
  const { SIGNING_KEY, SIGNING_KEY_PREVIOUS } = settings;
  const found: Finding[] = [];
  if (!SIGNING_KEY) {
    const text = "SIGNING_KEY is missing; without it the Worker serves no sale";
    found.push(say("warning", text, `deploy makes one, or make it: ${MAKE_KEY}`));
  }
  for (const [name, value] of Object.entries({ SIGNING_KEY, SIGNING_KEY_PREVIOUS })) {
    if (!value || isKey(value)) continue;
    const text = `${name} is not ${BYTES} random bytes in base64url`;
    found.push(say("error", text, `make one: ${MAKE_KEY}`));
  }
  return found;
}

function drawSecret({ DRAW_SECRET, SIGNING_KEY }: Settings, hasDraw: boolean, say: Say): Finding[] {
  const make = `make one: ${MAKE_KEY}`;
  if (!DRAW_SECRET) {
    const text = "DRAW_SECRET is missing; without it the Worker serves no draw";
    return hasDraw ? [say("warning", text, `deploy makes one, or ${make}`)] : [];
  }
  if (DRAW_SECRET === SIGNING_KEY) {
    const text = "DRAW_SECRET and SIGNING_KEY are the same: a rotation would change both";
    return [say("error", text, `each needs its own; ${make}`)];
  }
  if (isKey(DRAW_SECRET)) return [];
  return [say("error", `DRAW_SECRET is not ${BYTES} random bytes in base64url`, make)];
}

/** The rule of `edge/tokens/keys.ts`. */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && Buffer.from(text, "base64url").length >= BYTES;
}

function adminKey({ ADMIN_KEY, SIGNING_KEY }: Settings, say: Say): Finding[] {
  const make = `make one: ${MAKE_KEY}`;
  if (!ADMIN_KEY) {
    const text = "ADMIN_KEY is missing; without it nobody can pause, end or export the sale";
    return [say("warning", text, `deploy makes one, or ${make}`)];
  }
  if (ADMIN_KEY === SIGNING_KEY) {
    return [say("error", "ADMIN_KEY and SIGNING_KEY are the same", `each needs its own; ${make}`)];
  }
  if (ADMIN_KEY.length >= SHORT) return [];
  return [say("error", `ADMIN_KEY is short: ${ADMIN_KEY.length} characters can be guessed`, make)];
}

function viewerKey({ VIEWER_KEY, ADMIN_KEY }: Settings, say: Say): Finding[] {
  const todo = `make one: ${MAKE_KEY}`;
  if (!VIEWER_KEY) return [];
  if (VIEWER_KEY === ADMIN_KEY) {
    return [say("error", "VIEWER_KEY and ADMIN_KEY are the same: viewers could do anything", todo)];
  }
  if (VIEWER_KEY.length >= SHORT) return [];
  return [
    say("error", `VIEWER_KEY is short: ${VIEWER_KEY.length} characters can be guessed`, todo),
  ];
}

/** An address, and the secret that signs what is sent there. */
interface Webhook {
  url: "ORDER_SYSTEM_URL" | "EVENTS_URL";
  secret: "ORDER_SYSTEM_SECRET" | "EVENTS_SECRET";
  /** What would not be sent if one of them were missing. */
  nothing: string;
  signs: string;
  /** Whose address it is. */
  whose: string;
  /** Why it must be https. */
  reason: string;
  docs: string;
}
const ORDERS: Webhook = {
  ...{ url: "ORDER_SYSTEM_URL", secret: "ORDER_SYSTEM_SECRET" },
  ...{ nothing: "no order", signs: "orders", whose: "the order system" },
  ...{ reason: "orders bear names and addresses", docs: "docs/order-system.md" },
};
const EVENTS: Webhook = {
  ...{ url: "EVENTS_URL", secret: "EVENTS_SECRET" },
  ...{ nothing: "no alert", signs: "alerts", whose: "whoever receives them" },
  ...{ reason: "anybody on the way could read the alerts", docs: "docs/console.md" },
};

function webhook(settings: Settings, hook: Webhook, say: Say): Finding[] {
  const [url, secret] = [settings[hook.url], settings[hook.secret]];
  if (!url && !secret) return [];
  if (!secret) {
    const text = `${hook.url} is there without ${hook.secret}: ${hook.nothing} would be sent`;
    return [say("error", text, `add the secret that signs ${hook.signs}: whsec_ and base64`)];
  }
  if (!url) {
    const text = `${hook.secret} is there without ${hook.url}: ${hook.nothing} would be sent`;
    return [say("error", text, `add the address of ${hook.whose}, or remove the secret`)];
  }
  return [...webhookUrl(url, hook, say), ...webhookSecret(secret, hook, say)];
}

function webhookUrl(value: string, { url: name, whose, reason }: Webhook, say: Say): Finding[] {
  const url = URL.parse(value);
  if (url?.protocol === "https:") return [];
  if (isOnThisMachine(url)) {
    const text = `${name} is on this machine, which a deployment cannot reach`;
    return [say("warning", text, `for a deployment, write the https:// address of ${whose}`)];
  }
  const text = `${name} is not an https:// address; ${reason}`;
  return [say("error", text, "write its https:// address")];
}

function webhookSecret(value: string, { secret, docs }: Webhook, say: Say): Finding[] {
  const [, key = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  // Standard Webhooks: 24 to 64 bytes.
  const { length } = Buffer.from(key, "base64");
  if (length >= 24 && length <= 64) return [];
  const text = `${secret} is not whsec_ and 24 to 64 bytes in base64`;
  return [say("error", text, `take it from the receiver as it is (${docs})`)];
}

/** What the Worker needs before it lets anybody in (docs/door.md, docs/members.md). */
const NEEDED: Partial<Record<Door, (keyof Settings & string)[]>> = {
  turnstile: ["TURNSTILE_SITE_KEY", "TURNSTILE_SECRET"],
  members: ["MEMBERS_JWKS_URL", "MEMBERS_ISSUER", "MEMBERS_AUDIENCE"],
};

function doorSettings(settings: Settings, doors: ReadonlySet<Door>, say: Say): Finding[] {
  return [...doors].flatMap((door) => {
    const missing = (NEEDED[door] ?? []).filter((name) => !settings[name]);
    if (missing.length === 0) return [];
    const text = `a sale has door: ${door}, and without ${missing.join(", ")} nobody gets in`;
    const guide = door === "members" ? "docs/members.md" : "docs/door.md";
    return [say("error", text, `add what is missing, and set it as a secret (${guide})`)];
  });
}

function privacy(file: string, say: Say): Finding[] {
  if (process.platform === "win32" || (statSync(givenPath(file)).mode & 0o077) === 0) return [];
  return [say("warning", "others on this machine can read it", `chmod 600 ${file}`)];
}
