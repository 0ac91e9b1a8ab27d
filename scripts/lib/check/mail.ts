/** Checks the settings by which Doorbuster writes to shoppers (docs/payments.md). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../project.ts";
import type { Finding } from "../sale-file/finding.ts";
import { isOnThisMachine, type Say, type Settings } from "./settings.ts";

const GUIDE = "docs/payments.md";

/** `isBound`: wrangler.toml has a `send_email` binding called MAIL. */
export function mailFindings(settings: Settings, say: Say, isBound = hasMailBinding()): Finding[] {
  const { MAIL_FROM, MAIL_KEY, MAIL_URL } = settings;
  if (!MAIL_FROM) return withoutSender(settings, say, isBound);
  const found: Finding[] = [];
  if (!MAIL_KEY && !isBound) {
    const todo = `add the e-mail provider's key, bind MAIL in wrangler.toml, or remove MAIL_FROM (${GUIDE})`;
    const without = MAIL_URL ? "MAIL_FROM and MAIL_URL are" : "MAIL_FROM is";
    found.push(say("error", `${without} there without MAIL_KEY: no e-mail would be sent`, todo));
  }
  if (!SENDER.test(MAIL_FROM)) {
    const text = "MAIL_FROM is not a sender's address";
    found.push(
      say("error", text, "write it like orders@shop.example or Shop <orders@shop.example>"),
    );
  }
  return [...found, ...mailUrl(MAIL_URL, say)];
}

const SENDER = /^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

function withoutSender({ MAIL_KEY, MAIL_URL }: Settings, say: Say, isBound: boolean): Finding[] {
  const alone = [
    ...(MAIL_KEY ? ["MAIL_KEY"] : []),
    ...(MAIL_URL ? ["MAIL_URL"] : []),
    ...(isBound ? ["the binding MAIL in wrangler.toml"] : []),
  ];
  if (alone.length === 0) return [];
  const are = alone.length > 1 ? "are" : "is";
  const text = `${alone.join(" and ")} ${are} there without MAIL_FROM: no e-mail would be sent`;
  return [
    say("error", text, `add the address that e-mails come from, or remove the rest (${GUIDE})`),
  ];
}

function mailUrl(value: string | undefined, say: Say): Finding[] {
  const url = value ? URL.parse(value) : undefined;
  if (url === undefined || url?.protocol === "https:") return [];
  const local = "MAIL_URL is on this machine, which a deployment cannot reach";
  const todo = "for a deployment, write the provider's https:// address, or leave MAIL_URL out";
  if (isOnThisMachine(url)) return [say("warning", local, todo)];
  const text = "MAIL_URL is not an https:// address; e-mails bear names and addresses";
  return [say("error", text, "write the https:// address where the provider takes e-mails")];
}

function hasMailBinding(): boolean {
  const text = readFileSync(join(project.root, "wrangler.toml"), "utf8");
  return /^\s*\[\[send_email\]\][^[]*?^\s*name\s*=\s*["']MAIL["']/m.test(text);
}
