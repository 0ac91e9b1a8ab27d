/** Signs in at the console, as its page does. */

/** Resolves to the session's cookie, as a request bears it. */
export async function signIn(origin: string, key: string): Promise<string> {
  const answer = await fetch(`${origin}/admin/session`, {
    method: "POST",
    headers: { accept: "application/json", origin },
    body: JSON.stringify({ key }),
  });
  const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  if (!answer.ok || cookie === "") throw new Error(`nobody can sign in: ${answer.status}`);
  return cookie;
}
