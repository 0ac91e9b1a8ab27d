/** The sale as an entry for a calendar. */
import type { APIRoute } from "astro";
import { calendarOf } from "../../calendar.ts";
import { type SaleEntry, salePaths } from "../../sales.ts";

export const getStaticPaths = salePaths;

export const GET: APIRoute = ({ props, site }) =>
  new Response(calendarOf(props.sale as SaleEntry, site), {
    headers: { "Content-Type": "text/calendar; charset=utf-8" },
  });
