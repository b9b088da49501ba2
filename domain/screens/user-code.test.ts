import fc from "fast-check";
import { expect, test } from "vitest";
import { SEED } from "../testing/seed.ts";
import { readUserCode, showUserCode, USER_CODE_LENGTH, USER_CODE_LETTERS } from "./user-code.ts";

test("a code is read however somebody types it, and nothing else is a code", () => {
  const letter = fc.constantFrom(...USER_CODE_LETTERS);
  const code = fc.array(letter, { minLength: USER_CODE_LENGTH, maxLength: USER_CODE_LENGTH });
  fc.assert(
    fc.property(code, fc.constantFrom("", "-", " ", " – ", "."), (letters, between) => {
      const kept = letters.join("");
      const typed = `${kept.slice(0, 4)}${between}${kept.slice(4)}`;
      expect(readUserCode(typed)).toBe(kept);
      expect(readUserCode(` ${typed.toLowerCase()} `)).toBe(kept);
      expect(readUserCode(showUserCode(kept))).toBe(kept);
      expect(readUserCode(kept.slice(1))).toBeNull();
      expect(readUserCode(`${kept}B`)).toBeNull();
      expect(readUserCode(`A${kept.slice(1)}`)).toBeNull();
    }),
    { seed: SEED },
  );
});
