/** What a visitor writes into the form. */
import type { ContactField } from "../../../edge/contract.ts";

/** Nobody in the crowd shares one, so that nobody is refused for it. */
export const emailOf = (visitor: number) => `shopper-${visitor}@rehearsal.example`;

/** One of a farm's few mailboxes, as if it were another: whatever follows the + reaches the same one. */
export const farmEmailOf = (visitor: number, emails: number) =>
  `farm-${visitor % emails}+${visitor}@rehearsal.example`;

/** The mailbox that an address reaches; told without the Worker's help, which is to be judged by it. */
export const mailboxOf = (email: string) => email.replace(/\+[^@]*/, "").toLowerCase();

/** `visitor`: a number that is theirs alone. */
export function contactsOf(
  visitor: number,
  email: string,
  onePer: readonly ContactField[],
): Record<string, string> {
  return {
    name: `Shopper ${visitor}`,
    email,
    ...(onePer.includes("phone") && { phone: `+4930${1_000_000 + visitor}` }),
    ...(onePer.includes("address") && { address: `${visitor} Rehearsal Street` }),
  };
}
