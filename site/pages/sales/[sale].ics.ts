/** The sale as an entry for a calendar. */
import { brand } from "virtual:doorbuster";
import type { APIRoute } from "astro";
import { calendarOf } from "../../calendar.ts";
import { fact } from "../../facts.ts";
import { type SaleEntry, salePaths } from "../../sales.ts";
import { salePath } from "../../sharing.ts";

export const getStaticPaths = salePaths;

export const GET: APIRoute = ({ props, site }) => {
  const sale = props.sale as SaleEntry;
  const { id: slug, data } = sale;
  const calendar = calendarOf({
    ...{ slug, title: data.title, tagline: data.tagline, lang: data.lang },
    shop: brand.name,
    url: site && new URL(salePath(sale), site),
    startsAt: fact(slug, "startsAt", "utc"),
    endsAt: fact(slug, "endsAt", "utc"),
    sequence: fact(slug, "startsAt", "sequence"),
  });
  return new Response(calendar, { headers: { "Content-Type": "text/calendar; charset=utf-8" } });
};
