/** Checks that the secrets in a .dev.vars file are there and well formed. They are never shown. */
import { statSync } from "node:fs";
import type { Door } from "../../../edge/contract.ts";
import { givenPath } from "../project.ts";
import type { Finding } from "../sale-file/finding.ts";
import { readSettings } from "../secrets.ts";

type Settings = ReturnType<typeof readSettings>;
type Say = (level: Finding["level"], text: string, todo: string) => Finding;

const BYTES = 32;
const MAKE_KEY = `npx node -p 'crypto.randomBytes(${BYTES}).toString("base64url")'`;
/** The Worker serves no operator with a shorter one (`edge/http/operator.ts`). */
const SHORT = 32;

/** Throws a Refusal if the file cannot be read. */
export function secretFindings(file: string, doors: ReadonlySet<Door> = new Set()): Finding[] {
  const settings = readSettings(file);
  const say: Say = (level, text, todo) => ({ level, where: file, text, todo });
  return [
    ...signingKeys(settings, say),
    ...adminKey(settings, say),
    ...orderSystem(settings, say),
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

function orderSystem({ ORDER_SYSTEM_URL, ORDER_SYSTEM_SECRET }: Settings, say: Say): Finding[] {
  if (!ORDER_SYSTEM_URL && !ORDER_SYSTEM_SECRET) return [];
  if (!ORDER_SYSTEM_SECRET) {
    const text = "ORDER_SYSTEM_URL is there without ORDER_SYSTEM_SECRET: no order would be sent";
    return [say("error", text, "add the secret that signs orders: whsec_ and base64")];
  }
  if (!ORDER_SYSTEM_URL) {
    const text = "ORDER_SYSTEM_SECRET is there without ORDER_SYSTEM_URL: no order would be sent";
    return [say("error", text, "add the address of the order system, or remove the secret")];
  }
  return [...orderUrl(ORDER_SYSTEM_URL, say), ...orderSecret(ORDER_SYSTEM_SECRET, say)];
}

function orderUrl(value: string, say: Say): Finding[] {
  const url = URL.parse(value);
  if (url?.protocol === "https:") return [];
  const isLocal = url?.protocol === "http:" && /^(?:localhost|127\.|\[::1\])/.test(url.hostname);
  if (isLocal) {
    const text = "ORDER_SYSTEM_URL is on this machine, which a deployment cannot reach";
    return [
      say("warning", text, "for a deployment, write the order system's own https:// address"),
    ];
  }
  const text = "ORDER_SYSTEM_URL is not an https:// address; orders bear names and addresses";
  return [say("error", text, "write its https:// address")];
}

function orderSecret(value: string, say: Say): Finding[] {
  const [, key = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  // Standard Webhooks: 24 to 64 bytes.
  const { length } = Buffer.from(key, "base64");
  if (length >= 24 && length <= 64) return [];
  const text = "ORDER_SYSTEM_SECRET is not whsec_ and 24 to 64 bytes in base64";
  return [say("error", text, "take it from the order system as it is (docs/order-system.md)")];
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
