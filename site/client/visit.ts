/** Where a visit came from: noted by the product page, sent along by the order form. In this tab only. */
import { VISIT_FIELDS } from "../../edge/order-form.ts";

const KEY = "visit";

/** The first page of a visit knows it; a reload or a way back from the form must not overwrite it. */
export function noteVisit(): void {
  const found = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name in VISIT_FIELDS) found.set(name, value);
  }
  const { referrer } = document;
  if (referrer && new URL(referrer).origin !== location.origin) found.set("referrer", referrer);
  if (found.size > 0) store((storage) => storage.setItem(KEY, `${found}`));
}

/** Adds it to the form as hidden fields. */
export function addVisit(form: HTMLFormElement): void {
  store((storage) => {
    for (const [name, value] of new URLSearchParams(storage.getItem(KEY) ?? "")) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
  });
}

/** A browser that blocks cookies also blocks storage, and throws on any access to it. */
function store(use: (storage: Storage) => void): void {
  try {
    use(sessionStorage);
  } catch {
    // Then nobody knows.
  }
}
