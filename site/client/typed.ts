/** Keeps what was typed into an expired form for the next one, in this tab only. */
const KEY = "typed";

type Typed = Record<string, string>;
const fields = () =>
  document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "[data-order-form] :is(input, textarea)",
  );

/** Called when a slot lapses: typing everything again would take up the next slot's time. */
export function keepTyped(): void {
  const typed: Typed = Object.fromEntries([...fields()].map(({ name, value }) => [name, value]));
  store((storage) => storage.setItem(KEY, JSON.stringify(typed)));
}

/** Fills empty fields, then forgets what was kept. */
export function restoreTyped(): void {
  store((storage) => {
    const typed = JSON.parse(storage.getItem(KEY) ?? "{}") as Typed;
    storage.removeItem(KEY);
    for (const field of fields()) field.value ||= typed[field.name] ?? "";
  });
}

/** A browser that blocks cookies also blocks storage, and throws on any access to it. */
function store(use: (storage: Storage) => void): void {
  try {
    use(sessionStorage);
  } catch {
    // The shopper has to type it again.
  }
}
