import fc from "fast-check";
import { expect, it } from "vitest";
import { LineSplitter } from "./split-lines.ts";

/** All lines that a splitter makes of a stream cut at these places. */
function split(bytes: Buffer, cuts: number[], limit: number) {
  const splitter = new LineSplitter(limit);
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const lines = edges.slice(1).flatMap((to, at) => [...splitter.push(bytes.subarray(edges[at]!, to))]);
  return [...lines, ...splitter.end()].map(({ index, bytes: line }) => [index, line?.toString() ?? null]);
}

it("cuts the same lines however the stream arrives", () => {
  const line = fc.stringMatching(/^[ab木\r ]{0,12}$/);
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), fc.integer({ min: 4, max: 20 }), (lines, cuts, limit) => {
      const bytes = Buffer.from(lines.join("\n"));
      const expected = lines.flatMap((text, index): [number, string | null][] => {
        if (Buffer.byteLength(text) > limit) return [[index, null]];
        return text.trim() === "" ? [] : [[index, text.replace(/\r$/, "")]];
      });
      expect(split(bytes, cuts, limit)).toEqual(expected);
    }),
    { numRuns: 1000, verbose: 1 },
  );
});

it("goes on after a line that is too long", () => {
  const bytes = Buffer.from(`${"x".repeat(100)}\nok\n`);
  expect(split(bytes, [10, 20, 99, 100, 101], 50)).toEqual([
    [0, null],
    [1, "ok"],
  ]);
});
