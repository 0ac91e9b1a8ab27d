/** Odd inputs, a few of each kind; many more, and through the build into a browser: in full. */
import { it } from "vitest";
import { PROPERTIES } from "./properties.ts";

it.each(Object.entries(PROPERTIES))(
  "%s is kept as it is meant, or refused by its name",
  (_, hold) => hold(150),
);
