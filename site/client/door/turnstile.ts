/** The proof of the door `turnstile`: Cloudflare's own widget, loaded only when it is needed. */
import type { Proofs } from "../../../edge/contract.ts";
import { prepare, type Refused } from "./enter.ts";

const SCRIPT = "https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit";
const USUAL_WAIT = 5000;
/** The widget's least width, in CSS pixels, but for the compact one, which is half as wide. */
const WIDE_ENOUGH = 300;

/** https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/ */
interface Turnstile {
  render(
    container: HTMLElement,
    options: Record<string, string | (() => void) | ((token: string) => void)>,
  ): string;
  remove(widget: string): void;
}

export type Confirmed = { is: "proof"; proofs: Proofs } | Refused;

/** Resolves once the widget says who is a person. `shown`: it can be seen. Never throws. */
export async function confirm(
  sale: string,
  container: HTMLElement,
  shown: () => void,
): Promise<Confirmed> {
  const told = await prepare(sale);
  if (told.is !== "ready") return told;
  const { siteKey = "", action = "" } = told.message;
  const turnstile = await load();
  if (!turnstile) return { is: "wait", why: "unavailable", wait: USUAL_WAIT };
  shown();
  return new Promise((resolve) => {
    const end = (confirmed: Confirmed) => {
      turnstile.remove(widget);
      resolve(confirmed);
    };
    const widget = turnstile.render(container, {
      ...{ sitekey: siteKey, action, language: document.documentElement.lang, theme: "auto" },
      size: container.clientWidth < WIDE_ENOUGH ? "compact" : "flexible",
      callback: (token: string) => end({ is: "proof", proofs: { turnstile: token } }),
      "error-callback": () => end({ is: "wait", why: "unavailable", wait: USUAL_WAIT }),
    });
  });
}

const ours = () => (window as unknown as { turnstile?: Turnstile }).turnstile;

function load(): Promise<Turnstile | undefined> {
  if (ours()) return Promise.resolve(ours());
  const script = document.createElement("script");
  script.src = SCRIPT;
  document.head.append(script);
  return new Promise((resolve) => {
    script.onload = () => resolve(ours());
    script.onerror = () => {
      script.remove();
      resolve(undefined);
    };
  });
}
