import { beforeAll, describe, expect, it } from "vitest";
import { type Key, keysOf } from "../tokens/keys.ts";
import { inviteCodes, readCode } from "./invite-code.ts";

let key: Key;
beforeAll(async () => {
  key = (await keysOf({ SIGNING_KEY: "A".repeat(43) })).current;
});

describe("invite codes", () => {
  it("are the same each time, so that a longer list begins with the shorter one", async () => {
    const few = await inviteCodes(key, "lamp", "friends", 5);
    expect((await inviteCodes(key, "lamp", "friends", 20)).slice(0, 5)).toEqual(few);
    expect(await inviteCodes(key, "lamp", "press", 5)).not.toEqual(few);
    expect(await inviteCodes(key, "sofa", "friends", 5)).not.toEqual(few);
  });

  it("are unlike each other, and fifteen letters and digits that nobody confuses", async () => {
    const codes = await inviteCodes(key, "lamp", "friends", 500);
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){2}$/);
    }
  });

  it("are read however somebody types them", async () => {
    const codes = await inviteCodes(key, "lamp", "friends", 100);
    for (const code of codes) {
      const plain = code.replaceAll("-", "");
      const typed = [
        code.toLowerCase(),
        ` ${plain} `,
        plain.replace(/(.)/g, "$1 "),
        code.replaceAll("-", "–"),
        plain.replaceAll("0", "O").replaceAll("1", "l"),
        plain.replaceAll("0", "o").replaceAll("1", "I"),
      ];
      for (const text of typed) expect(readCode(text), text).toBe(plain);
    }
  });

  it("tell a wrong character and two that were swapped before anybody is asked", async () => {
    const [code = ""] = await inviteCodes(key, "lamp", "friends", 1);
    const plain = code.replaceAll("-", "");
    for (let i = 0; i < plain.length; i++) {
      for (const letter of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
        if (letter === plain[i]) continue;
        expect(readCode(plain.slice(0, i) + letter + plain.slice(i + 1))).toBeUndefined();
      }
      const [a = "", b = ""] = [plain[i], plain[i + 1]];
      if (a === b || b === "") continue;
      expect(readCode(plain.slice(0, i) + b + a + plain.slice(i + 2))).toBeUndefined();
    }
  });
});
