/** Keeps what was typed into an order form, in this tab only: for a reload, or for the next place. */
const KEY = "typed";

type Typed = Record<string, string>;
const fields = () =>
  document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    "[data-order-form] :is(input, textarea)",
  );

/**
 * Fills empty fields, and keeps what is typed from now on: a reload, or a place that lapses, would
 * otherwise cost the shopper the time that they have just spent typing.
 */
export function keepTyped(): void {
  store((storage) => {
    const typed = JSON.parse(storage.getItem(KEY) ?? "{}") as Typed;
    for (const field of fields()) field.value ||= typed[field.name] ?? "";
  });
  // Phones often end a page without `pagehide`, so each change counts.
  for (const field of fields()) field.addEventListener("input", save);
  window.addEventListener("pagehide", save);
}

/** Once ordered, or given up, nobody else who uses this tab needs to find it there. */
export function forgetTyped(): void {
  window.removeEventListener("pagehide", save);
  store((storage) => storage.removeItem(KEY));
}

function save(): void {
  const typed: Typed = Object.fromEntries([...fields()].map(({ name, value }) => [name, value]));
  store((storage) => storage.setItem(KEY, JSON.stringify(typed)));
}

/** A browser that blocks cookies also blocks storage, and throws on any access to it. */
function store(use: (storage: Storage) => void): void {
  try {
    use(sessionStorage);
  } catch {
    // The shopper has to type it again.
  }
}
