/** Tells shoppers what the Worker would refuse before they send it, in the page's language. */
import { fieldProblem, type OrderField, typedText } from "../../edge/order-form.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Fields are judged when the form is sent, since whatever fills them in may not say that it did; from
 * then on as they are typed in. Pressing Enter in a field clicks the button too.
 */
export function checkFields(): void {
  const form = document.querySelector<HTMLFormElement>("[data-order-form]");
  const fields = [...(form?.querySelectorAll<Field>("input, textarea") ?? [])];
  form?.querySelector("[type=submit]")?.addEventListener("click", () => {
    for (const field of fields) judge(field);
  });
  for (const field of fields) {
    field.addEventListener("input", () => field.validity.customError && judge(field));
  }
}

function judge(field: Field): void {
  const name = field.name as OrderField;
  const problem = fieldProblem(name, typedText(name, field.value), field.required);
  const text = problem && document.querySelector(`[data-problem="${name}.${problem}"]`);
  field.setCustomValidity(text ? (text.textContent ?? "") : "");
}
