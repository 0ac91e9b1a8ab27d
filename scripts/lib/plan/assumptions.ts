/** What a plan takes for granted, in words. */
import { SHARES } from "../../../crowd/crowd.ts";
import { peakOf } from "./crowd.ts";
import { count, share, time } from "./numbers.ts";
import { SHOPPERS_PER_ISOLATE } from "./options.ts";
import { PHONE } from "./page-files.ts";
import type { Plan } from "./plan.ts";
import { OPERATIONS_PER_MESSAGE } from "./platform.ts";

export function assumptions(plan: Plan): string[] {
  return [
    theCrowd(plan),
    behaviour(),
    ...(plan.options.asRehearsed ? [rehearsed(plan)] : []),
    isolates(plan),
    extrapolated(plan),
    phone(plan),
    orders(plan),
    cost(),
  ];
}

function theCrowd({ crowd }: Plan): string {
  const { seed, arrivals } = crowd;
  const peak = share(peakOf(arrivals));
  return `The crowd is the one that rehearse plays, seed ${seed}: the early ones come in the last ${time(arrivals.lead)} before the start; of those who come at the start, ${peak} are there in its first 10 s (--peak).`;
}

function behaviour(): string {
  const { early, surge, double, leaver, slow, jumper, forger } = SHARES;
  return `${share(early)} early, ${share(surge)} at the start, ${share(double)} click twice, ${share(leaver)} leave the form, ${share(slow)} are too slow for it, ${share(jumper + forger)} are bots. Who is told that it is over closes the page.`;
}

function rehearsed({ crowd }: Plan): string {
  return `As rehearsed: forms and hold are ${count(crowd.scale)} times faster than in real life.`;
}

function isolates({ options }: Plan): string {
  const number = `${count(options.isolates)} ${options.isolates === 1 ? "isolate" : "isolates"} of the Worker`;
  if (options.isolatesGiven) return `${number}, as --isolates says.`;
  return `${number}: one for ${count(SHOPPERS_PER_ISOLATE)} shoppers, from 10 to 5,000. The platform tells nobody how many it starts; each asks for itself, so try others with --isolates.`;
}

function extrapolated({ forecast: { played, shoppers } }: Plan): string {
  if (played === shoppers) {
    return "Every shopper was played, one by one, in a model of the gates, the stockroom and the isolates without a network: nothing is extrapolated, and nothing ever gets lost or late.";
  }
  return `${count(played)} of the shoppers were played, one by one. Extrapolated: pages, start scripts and claims by the number of shoppers; slots, forms and orders by the number of units and slots; calls to gates by the rate at which isolates forget what they were told; draws by stock and gates.`;
}

function phone({ sizes }: Plan): string {
  const { width, density } = PHONE;
  return `Bytes are those of the built site: ${count(sizes.page)} for the page, ${count(sizes.pictures.bytes)} for ${count(sizes.pictures.requests)} pictures, as a phone takes them that is ${width} px wide with ${density} device pixels each. A refresh finds the page unchanged.`;
}

function orders({ forecast }: Plan): string {
  return `${count(forecast.sold)} orders go to an order system over HTTPS, which costs nothing here; by a Cloudflare Queue they would be ${count(OPERATIONS_PER_MESSAGE * forecast.sold)} operations.`;
}

function cost(): string {
  return "A quiet month is one in which nothing else uses what the plan includes; at the most is what the sale adds when that is used up already. Objects are taken to be awake as long as the crowd is there.";
}
