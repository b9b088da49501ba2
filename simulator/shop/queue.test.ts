import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeQueue } from "./queue.ts";

const item = fc.record({ at: fc.nat(20), key: fc.nat(5), index: fc.nat(5) });

test("whatever goes in comes out by time, then key, then index", () => {
  const property = fc.property(fc.array(item, { maxLength: 200 }), (items) => {
    const queue = new TimeQueue<{ at: number; key: number; index: number }>();
    for (const one of items) queue.push(one);
    const out = items.map(() => queue.pop()!);
    expect(out).toEqual([...items].sort((a, b) => a.at - b.at || a.key - b.key || a.index - b.index));
    expect(queue.pop()).toBeUndefined();
  });
  fc.assert(property, { verbose: true });
});
