/** What was typed into a form whose time ran out is there again in the next one, in this tab only. */
const KEY = "typed";

type Typed = Record<string, string>;
const fields = () =>
  document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "[data-order-form] :is(input, textarea)",
  );

/** When a slot lapses: nothing was ordered, and typing it all again would cost the next slot too. */
export function keepTyped(): void {
  const typed: Typed = Object.fromEntries([...fields()].map(({ name, value }) => [name, value]));
  store((storage) => storage.setItem(KEY, JSON.stringify(typed)));
}

/** Into fields that are empty; then it is forgotten. */
export function restoreTyped(): void {
  store((storage) => {
    const typed = JSON.parse(storage.getItem(KEY) ?? "{}") as Typed;
    storage.removeItem(KEY);
    for (const field of fields()) field.value ||= typed[field.name] ?? "";
  });
}

/** A browser without cookies has no storage either, and throws at the mention of it. */
function store(use: (storage: Storage) => void): void {
  try {
    use(sessionStorage);
  } catch {
    // Then it is typed again.
  }
}
