/** The icon in the browser's tab. */

import { brand } from "virtual:doorbuster";
import type { APIRoute } from "astro";

export const GET: APIRoute = () =>
  new Response(brand.icon, { headers: { "Content-Type": "image/svg+xml" } });
