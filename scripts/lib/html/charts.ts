/** Charts as markup: no scripts, no requests, readable in the dark, on a phone and on paper. */
export { barChart } from "./bar-chart.ts";
export { lineChart } from "./line-chart.ts";
