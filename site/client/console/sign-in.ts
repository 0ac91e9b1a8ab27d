/** Signing in and out. The server fills in who is signed in, so both end in loading the page again. */
import { fill } from "../../text.ts";
import { find, show, texts, write } from "./page.ts";

export function offerSignIn(): void {
  const form = find<HTMLFormElement>("[data-sign-in]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signIn(form);
  });
}

async function signIn(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button") as HTMLButtonElement;
  if (button.disabled) return;
  show("[data-sign-in-problem]", false);
  button.disabled = true;
  button.textContent = texts.signIn.sending;
  const { key, name } = Object.fromEntries(new FormData(form));
  const problem = await send(JSON.stringify({ key, name }));
  if (problem === undefined) return location.reload();
  button.disabled = false;
  button.textContent = texts.signIn.submit;
  write("[data-sign-in-problem]", problem);
  show("[data-sign-in-problem]", true);
  find<HTMLInputElement>("#key").select();
}

/** Undefined when it went well. */
async function send(body: string): Promise<string | undefined> {
  const { signIn } = texts;
  try {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const answer = await fetch("/admin/session", { method: "POST", headers, body });
    if (answer.ok) return undefined;
    const { code, why } = await answer.json();
    if (code === "too_many") return signIn.tooMany;
    return code === "internal" && why ? fill(signIn.unserved, { why }) : signIn.wrong;
  } catch {
    return signIn.failed;
  }
}

export function offerSignOut(): void {
  const ways = { "[data-sign-out]": "session", "[data-sign-out-everywhere]": "sessions" };
  for (const [selector, path] of Object.entries(ways)) {
    find(selector).addEventListener("click", async () => {
      const headers = { accept: "application/json" };
      const answer = await fetch(`/admin/${path}`, { method: "DELETE", headers }).catch(
        () => undefined,
      );
      // Whoever believes to be signed out and is not would leave the console open to others.
      if (answer?.ok || answer?.status === 401) location.reload();
      else alertUser();
    });
  }
}

function alertUser(): void {
  write("[data-live-text]", texts.signIn.failed);
  write("[data-live-spoken]", texts.signIn.failed);
}
