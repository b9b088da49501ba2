import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestContext, testContext } from "../../testing/context.ts";
import { withoutWatches } from "../../testing/without-watches.ts";
import { importFile, testFolder } from "./import.testing.ts";
import { FileError } from "./problem.ts";

let context: TestContext;
let folder: ReturnType<typeof testFolder>;

const ORDERS =
  "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date";
const ITEMS = "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value";
const PRODUCTS =
  "product_id,product_category_name,product_name_lenght,product_description_lenght,product_photos_qty,product_weight_g,product_length_cm,product_height_cm,product_width_cm";

beforeAll(async () => {
  context = await testContext();
  await withoutWatches(context);
});
beforeEach(async () => {
  await context.sql`truncate events, orders, order_lines, visits, outbox, quarantine`;
  folder = testFolder();
});
afterAll(async () => {
  await context.close();
  folder.remove();
});

function write(orders: string[], items: string[] = [], products: string[] = []): string {
  folder.write("olist_order_items_dataset.csv", [ITEMS, ...items].join("\n"));
  folder.write("olist_products_dataset.csv", [PRODUCTS, ...products].join("\n"));
  return folder.write("olist_orders_dataset.csv", [ORDERS, ...orders].join("\n"));
}

const visitsOf = async (orderNo: string) =>
  [
    ...(await context.sql<{ node: string; from: number; to: number | null; due: number | null }[]>`
      select v.node, v.entered_at as from, v.left_at as to, v.due_at as due from visits v
      join orders o on o.id = v.order_id where o.order_no = ${orderNo} order by v.entered_at, v.left_at nulls last`),
  ].map((visit) => ({
    ...visit,
    from: new Date(visit.from).toISOString(),
    to: visit.to && new Date(visit.to).toISOString(),
    due: visit.due && new Date(visit.due).toISOString(),
  }));

test("milestones become visits in São Paulo's time, promises bind alone, lines know what is bulky", async () => {
  const file = write(
    [
      "d1,c1,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-04 19:55:00,2017-10-10 21:25:13,2017-10-18 00:00:00",
    ],
    [
      "d1,1,heavy,s1,2017-10-06 11:07:15,1589.90,13.29",
      "d1,2,long,s1,2017-10-07 11:07:15,29.99,8.72",
      "d1,3,light,s1,2017-10-05 11:07:15,0.85,8.72",
    ],
    ["heavy,moveis_sala,1,1,1,10001,60,60,60", "long,,1,1,1,200,16,61,14", "light,artes,1,1,1,10000,60,10,"],
  );
  const { counts } = await importFile(context, file, { mapping: "olist" });
  expect([counts.rows, counts.refusedRows, counts.accepted]).toEqual([1, 0, 5]);
  expect(await visitsOf("d1")).toEqual([
    {
      node: "awaiting_payment",
      from: "2017-10-02T13:56:33.000Z",
      to: "2017-10-02T14:07:15.000Z",
      due: "2017-10-02T14:26:33.000Z",
    },
    // The largest limit of its items, on its own: the four hours of picking do not count.
    {
      node: "picking",
      from: "2017-10-02T14:07:15.000Z",
      to: "2017-10-04T22:55:00.000Z",
      due: "2017-10-07T14:07:15.000Z",
    },
    // Summer time began on the 15th: midnight is 02:00 UTC.
    {
      node: "in_transit",
      from: "2017-10-04T22:55:00.000Z",
      to: "2017-10-11T00:25:13.000Z",
      due: "2017-10-18T02:00:00.000Z",
    },
    { node: "delivered", from: "2017-10-11T00:25:13.000Z", to: "2017-10-11T00:25:13.000Z", due: null },
  ]);
  const [order] = await context.sql`select channel, currency, bulky from orders`;
  expect(order).toEqual({ channel: "olist", currency: "BRL", bulky: true });
  const lines =
    await context.sql`select sku, category, quantity, unit_price_fen as fen, bulky from order_lines order by line_no`;
  expect([...lines]).toEqual([
    { sku: "heavy", category: "moveis_sala", quantity: 1, fen: 158990, bulky: true },
    { sku: "long", category: null, quantity: 1, fen: 2999, bulky: true },
    { sku: "light", category: "artes", quantity: 1, fen: 85, bulky: false },
  ]);
});

test("odd orders stand where the letter of the mapping puts them", async () => {
  const file = write(
    [
      // Canceled yet delivered, the milestones out of order: closed at the latest of its times.
      "x1,c,canceled,2018-01-01 10:00:00,2018-01-01 11:00:00,2018-01-09 10:00:00,2018-01-08 10:00:00,2018-01-20 00:00:00",
      // Never approved and unavailable: closed when it was bought.
      "x2,c,unavailable,2018-01-01 10:00:00,,,,2018-01-20 00:00:00",
      // Delivered without a time: still with the carrier.
      "x3,c,delivered,2018-01-01 10:00:00,2018-01-01 11:00:00,2018-01-02 10:00:00,,2018-01-20 00:00:00",
      // Handed over after it was delivered and closed: open again.
      "x4,c,delivered,2018-01-01 10:00:00,2018-01-01 11:00:00,2018-01-09 10:00:00,2018-01-08 10:00:00,2018-01-20 00:00:00",
      // Bought in the hour that a clock change skipped.
      "x5,c,created,2017-10-15 00:30:00,,,,2017-10-30 00:00:00",
    ],
    ["stray,1,p,s,2018-01-05 10:00:00,1.00,1.00", "x5,1,p,s,2017-13-05 10:00:00,1.00,1.00"],
    ["p,artes,1,1,1,1,1,1,1"],
  );
  const { counts, refusedText } = await importFile(context, file, { mapping: "olist" });
  expect([counts.rows, counts.refusedRows, counts.refusedCompanionRows, counts.strayRows]).toEqual([
    5, 0, 1, 1,
  ]);
  expect(refusedText).toContain("olist_order_items_dataset.csv:3,bad_time,");
  const open = await context.sql<{ orderNo: string; node: string }[]>`
    select o.order_no as "orderNo", v.node from visits v join orders o on o.id = v.order_id where left_at is null order by 1`;
  expect([...open]).toEqual([
    { orderNo: "x3", node: "in_transit" },
    { orderNo: "x4", node: "in_transit" },
    { orderNo: "x5", node: "awaiting_payment" },
  ]);
  const canceled = await visitsOf("x1");
  expect(canceled.map(({ node, to }) => [node, to])).toEqual([
    ["awaiting_payment", "2018-01-01T13:00:00.000Z"],
    ["picking", "2018-01-08T12:00:00.000Z"],
    ["delivered", "2018-01-09T12:00:00.000Z"],
    ["in_transit", "2018-01-09T12:00:00.000Z"],
  ]);
  // No item, no shipBy: the four hours of the warehouse's clock count instead.
  const [skipped] = await visitsOf("x5");
  expect(skipped!.from).toBe("2017-10-15T03:30:00.000Z");
});

test("companions that are missing, or lack a column, are said so and nothing is stored", async () => {
  const file = folder.write("olist_orders_dataset.csv", `${ORDERS}\n`);
  const failure = (await importFile(context, file, { mapping: "olist" }).catch(
    (error) => error,
  )) as FileError;
  expect(failure).toBeInstanceOf(FileError);
  expect(failure.problem.code).toBe("no_companion");
  expect(failure.problem.en).toContain("olist_order_items_dataset.csv");
  write([]);
  folder.write("olist_products_dataset.csv", "product_id,product_category_name\np,artes\n");
  await expect(importFile(context, file, { mapping: "olist" })).rejects.toThrow(/product_weight_g/);
});
