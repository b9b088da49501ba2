import fc from "fast-check";
import { defaultNodes } from "../settings/defaults.ts";
import { CLOSED, type OrderEvent } from "./types.ts";

const NODES = [...defaultNodes("Asia/Shanghai").map((node) => node.key), CLOSED];
const HOUR_MS = 3_600_000;
const START = Date.parse("2026-11-09T00:00:00+08:00");

// Few distinct instants and ids in two sources, so that ties are common.
const occurredAt = fc.integer({ min: 0, max: 60 }).map((hour) => START + hour * HOUR_MS);
const promiseAt = fc.option(occurredAt, { nil: null });

/** Distinct events of one order: moves, promises, holds and facts over a few tokens, many at the same instant. */
export function orderEvents(orderNo = "A"): fc.Arbitrary<OrderEvent[]> {
  const event = fc.record({
    token: fc.constantFrom("main", "main", "parcel:1", "return:R1"),
    node: fc.option(fc.constantFrom(...NODES), { nil: null, freq: 4 }),
    occurredAt,
    source: fc.constantFrom("erp", "wms"),
    promise: fc.option(
      fc.record(
        {
          shipBy: promiseAt,
          deliverBy: promiseAt,
          binds: fc.constantFrom("only" as const, "earlier" as const, null),
        },
        { requiredKeys: [] },
      ),
      { nil: undefined, freq: 2 },
    ),
    order: fc.option(
      fc.record(
        {
          hold: fc.constantFrom("risk", "group", null),
          channel: fc.constantFrom("taobao", "wechat", null),
          carrier: fc.constantFrom("sf", null),
          lines: fc.constantFrom(
            null,
            [{ sku: "SOFA", quantity: 1, bulky: true }],
            [{ sku: "CUP", quantity: 2 }],
          ),
        },
        { requiredKeys: [] },
      ),
      { nil: undefined, freq: 2 },
    ),
  });
  return fc.array(event, { minLength: 1, maxLength: 12 }).map((events) =>
    events.map((e, i) => {
      const made = { ...e, id: `${orderNo}-${i}`, orderNo } as OrderEvent;
      // An event without a node, a promise or facts says nothing; the API refuses it.
      if (made.node === null && !made.promise && !made.order) made.order = {};
      return made;
    }),
  );
}
