/** The e-mails of a sale, in its language; the Worker fills in `{name}` and `{orderId}`. */
import type { APIRoute } from "astro";
import type { MailTemplates } from "../../../../edge/contract.ts";
import { mailTemplates } from "../../../mail.ts";
import { type SaleEntry, salePaths } from "../../../sales.ts";

export const getStaticPaths = salePaths;

export const GET: APIRoute = ({ props }) => {
  const templates: MailTemplates = mailTemplates((props as { sale: SaleEntry }).sale);
  return Response.json(templates);
};
