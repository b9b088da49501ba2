import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderEvents } from "../order/arbitrary.testing.ts";
import { foldOnto, inSequence } from "../order/fold.ts";
import { emptyOrder } from "../order/state.ts";
import { defaultClocks, defaultNodes } from "../settings/defaults.ts";
import { historyOf } from "../settings/history.ts";
import { SEED } from "../testing/seed.ts";
import { holds, MAX_DEPTH, MAX_PARTS, readCondition } from "./condition.ts";
import { defaultWatches } from "./defaults.ts";
import { checkSpec, specOf, timesOfNode } from "./spec.ts";
import { Values } from "./values.ts";

const zone = "Asia/Shanghai";
const settings = historyOf(1, [...defaultNodes(zone), ...defaultWatches(zone)], defaultClocks(zone), {
  holidays: new Set(),
  makeUpDays: new Set(),
});

describe("the watches to begin with", () => {
  it("can each be written through the API as they are", () => {
    for (const node of defaultWatches(zone)) {
      expect(checkSpec(specOf(node), settings), node.key).not.toHaveProperty("detail");
      expect(node).toMatchObject({ key: expect.stringMatching(/^watch:/), kind: "watch", promise: null });
    }
  });

  it("begin with the times of the nodes that they follow", () => {
    const followers = defaultWatches(zone).filter(({ watch }) => watch!.timesOf);
    expect(followers.map(({ key }) => key)).toEqual(["watch:payment_overdue"]);
    for (const node of followers)
      expect(timesOfNode(node)).toEqual(timesOfNode(settings.nodes.get(node.watch!.timesOf!)![0]!));
  });
});

describe("a condition", () => {
  const node = { var: "node" };
  const nested = (levels: number): unknown => (levels === 0 ? true : { "!": [nested(levels - 1)] });

  it.each([
    [{ and: [{ in: [node, ["a", "b"]] }, { "!": [{ var: "bulky" }] }] }, ["a", "b"]],
    [{ and: [{ in: [node, ["a", "b"]] }, { "==": [node, "b"] }] }, ["b"]],
    [{ "===": ["a", node] }, ["a"]],
    [{ or: [{ "==": [node, "a"] }, { var: "bulky" }] }, null],
    [{ "!=": [node, "a"] }, null],
    [{ in: [node, "a word that holds it"] }, null],
  ])("%j knows the nodes outside which it cannot hold", (condition, nodes) => {
    const reads = readCondition(condition);
    expect("detail" in reads ? reads : reads.nodes && [...reads.nodes]).toEqual(nodes);
  });

  it.each([
    ["packed", "condition"],
    [{ and: [{ map: [[], true] }] }, "condition.and[0]"],
    [{ "==": [1, 1], "!=": [1, 2] }, "condition"],
    [{ var: { cat: ["node"] } }, "condition.var"],
    [{ "!": [{ var: "order.__proto__" }] }, "condition.![0].var"],
    [{ "!": [{ var: "tokens.watch" }] }, "condition.![0].var"],
    [{ missing: ["order.carrier", "nothing"] }, "condition.missing"],
    [{ "!": [{}] }, "condition.![0]"],
    [{ "==": [node, "x".repeat(201)] }, "condition.==[1]"],
    [{ "+": new Array(MAX_PARTS).fill(1) }, `condition.+[${MAX_PARTS - 2}]`],
  ])("%j is refused, with the field", (condition, field) => {
    expect(readCondition(condition)).toMatchObject({ field, detail: expect.stringMatching(/\w/) });
  });

  it(`may be nested ${MAX_DEPTH} levels deep, lists being levels`, () => {
    expect(readCondition(nested(5))).not.toHaveProperty("detail");
    expect(readCondition(nested(6))).toHaveProperty("detail");
  });

  it(`that is read never fails, whatever the order, and reads nothing that it has not told (seed ${SEED})`, () => {
    const variable = fc
      .constantFrom(
        "node",
        "since",
        "bulky",
        "order.carrier",
        "order.x",
        "promise.shipBy",
        "tokens.return",
        "promiseDays.ship",
      )
      .map((name) => ({ var: name }));
    const operation = fc.constantFrom(
      "==",
      "!==",
      "<",
      ">=",
      "!",
      "!!",
      "and",
      "or",
      "if",
      "in",
      "+",
      "-",
      "/",
      "%",
      "max",
    );
    const { condition } = fc.letrec<{ condition: object; part: unknown }>((tie) => ({
      part: fc.oneof(
        { depthSize: "small" },
        variable,
        fc.constantFrom(null, 0, 1, "", "sf", "packed", true, [], ["packed"]),
        tie("condition"),
      ),
      condition: fc
        .tuple(operation, fc.array(tie("part"), { maxLength: 3 }))
        .map(([name, parts]) => ({ [name]: parts })),
    }));
    fc.assert(
      fc.property(condition, orderEvents(), (tried, events) => {
        const reads = readCondition(tried);
        if ("detail" in reads) return;
        const order = emptyOrder();
        foldOnto(order, inSequence(events, settings), settings);
        const values = new Values(order, zone);
        expect(typeof holds(tried, values)).toBe("boolean");
        if (reads.nodes !== null && !reads.nodes.has(values.node ?? ""))
          expect(holds(tried, values)).toBe(false);
        else if (reads.rest !== null && reads.nodes !== null)
          expect(holds(reads.rest, values)).toBe(holds(tried, values));
      }),
      { seed: SEED, numRuns: 500, verbose: 1 },
    );
  });
});
