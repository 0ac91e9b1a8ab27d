import { it } from "vitest";
import { compareWithJose } from "../testing/judged-by-jose.ts";

it("100,000 tokens, whole and altered, are signed and read as jose does", async () => {
  await compareWithJose(100_000);
}, 600_000);
