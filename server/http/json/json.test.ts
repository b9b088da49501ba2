import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRepeatedMember, splitArray } from "./find-repeated-member.ts";
import { inspectValue } from "./inspect-value.ts";
import { scanBytes } from "./scan-bytes.ts";

const scan = (text: string) => scanBytes(Buffer.from(text));

describe("strict JSON", () => {
  it("counts as many members in the bytes as in the value, whatever the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        expect(scan(text).members).toBe(inspectValue(JSON.parse(text)).members);
        expect(findRepeatedMember(text)).toBeNull();
      }),
      { numRuns: 500, verbose: 1 },
    );
  });

  it("splits an array where JSON.parse does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1 }),
        fc.constantFrom(0, 2),
        (items, indent) => {
          const text = JSON.stringify(items, null, indent);
          const parts = splitArray(text).map(([from, to]) => JSON.parse(text.slice(from, to)));
          expect(parts).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 500, verbose: 1 },
    );
  });

  it("sees a repeated member, also under another spelling and when nested", () => {
    const cases = [
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '[{"x":{"b":1,"c":{},"b":2}}]',
      '{"a\\"":1 , "a\\"" : 2}',
    ];
    for (const text of cases) {
      expect(scan(text).members).toBeGreaterThan(inspectValue(JSON.parse(text)).members);
      expect(findRepeatedMember(text)).not.toBeNull();
    }
    expect(findRepeatedMember('[{"a":"a"},{"a":"a"},"a","a"]')).toBeNull();
  });

  it("names what JSON.parse would change in silence", () => {
    const code = (text: string) => inspectValue(JSON.parse(text)).problem?.code;
    expect(code("[9007199254740993]")).toBe("number_out_of_range");
    expect(code('{"a":1e999}')).toBe("number_out_of_range");
    expect(code('{"a":-1e999}')).toBe("number_out_of_range");
    expect(code('{"__proto__":null}')).toBe("unusable_member_name");
    expect(code("[".repeat(33) + "]".repeat(33))).toBe("nested_too_deep");
    expect(code("[".repeat(32) + "]".repeat(32))).toBeUndefined();
    expect(code('{"a":9007199254740991,"b":0.5,"c":-12}')).toBeUndefined();
  });

  it("measures depth without parsing", () => {
    expect(scan("[".repeat(1_000_000)).depth).toBe(1_000_000);
    expect(scan('{"a":"[[[[","b":[]}').depth).toBe(2);
  });
});
