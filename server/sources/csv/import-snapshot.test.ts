import { utimesSync } from "node:fs";
import iconv from "iconv-lite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TestContext, testContext } from "../../testing/context.ts";
import { withoutWatches } from "../../testing/without-watches.ts";
import { importFile, testFolder } from "./import.testing.ts";
import { parseMapping } from "./mapping.ts";

const HEADER = "订单号,渠道,商品编码,订单状态,物流公司,挂起原因";

let context: TestContext;
const folder = testFolder();
const at = (clock: string) => Date.parse(`2026-11-10T${clock}:00+08:00`);

beforeAll(async () => {
  context = await testContext();
  await withoutWatches(context);
});
beforeEach(async () => {
  await context.sql`
    truncate events, orders, order_lines, visits, outbox, quarantine, sightings, imported_files`;
});
afterAll(async () => {
  await context.close();
  folder.remove();
});

/** An export of that day whose name says its time. */
function take(clock: string, ...rows: string[]) {
  const name = `订单_20261110${clock.replace(":", "")}00.csv`;
  return importFile(context, folder.write(name, `${[HEADER, ...rows].join("\n")}\n`));
}

async function stays(orderNo: string) {
  const rows = await context.sql`
    select v.token, v.node, v.entered_at, v.left_at from visits v join orders o on o.id = v.order_id
    where o.order_no = ${orderNo} order by v.entered_at, v.token`;
  return rows.map((v) => [v.token, v.node, v.entered_at, v.left_at]);
}
const eventCount = async () => (await context.sql`select count(*)::int as n from events`)[0]!.n;

test("what changed between exports becomes events of the export's time; what is missing stays as it is", async () => {
  const first = await take(
    "10:00",
    "A1,淘宝,SOFA,待发货,,",
    "A2,淘宝,SOFA,待发货,,",
    "A3,淘宝,SOFA,已发货,顺丰,",
  );
  expect(first.exportedAt).toBe(at("10:00"));
  expect([first.counts.accepted, first.counts.unchanged]).toEqual([3, 0]);
  const second = await take("12:00", "A1,淘宝,SOFA,已发货,顺丰,", "A2,淘宝,SOFA,待发货,,");
  expect([second.counts.accepted, second.counts.unchanged]).toEqual([1, 1]);
  expect(await stays("A1")).toEqual([
    ["main", "order_review", at("10:00"), at("12:00")],
    ["main", "awaiting_pickup", at("12:00"), null],
  ]);
  expect(await stays("A2")).toEqual([["main", "order_review", at("10:00"), null]]);
  expect(await stays("A3")).toEqual([["main", "awaiting_pickup", at("10:00"), null]]);
  const again = await take("12:00", "A1,淘宝,SOFA,已发货,顺丰,", "A2,淘宝,SOFA,待发货,,");
  expect([again.counts.accepted, again.counts.duplicates, again.counts.unchanged]).toEqual([0, 0, 2]);
});

test("an older export that arrives later does not move an order back", async () => {
  await take("10:00", "A1,淘宝,SOFA,待发货,,");
  await take("14:00", "A1,淘宝,SOFA,待发货,,");
  expect(await eventCount()).toBe(1);
  await take("12:00", "A1,淘宝,SOFA,已审核,,");
  expect(await stays("A1")).toEqual([
    ["main", "order_review", at("10:00"), at("12:00")],
    ["main", "picking", at("12:00"), at("14:00")],
    ["main", "order_review", at("14:00"), null],
  ]);
});

test("a hold and a carrier that an export no longer names are gone; a column that it lacks changes nothing", async () => {
  await take("10:00", "A1,淘宝,SOFA,已发货,顺丰,风控");
  await take("11:00", "A1,淘宝,SOFA,已发货,,");
  const facts = async () => (await context.sql`select carrier, hold from orders where order_no = 'A1'`)[0];
  expect(await facts()).toEqual({ carrier: null, hold: null });
  await take("12:00", "A1,淘宝,SOFA,已发货,圆通,");
  const narrow = folder.write("订单_20261110130000.csv", "订单号,订单状态\nA1,已发货\n");
  await importFile(context, narrow);
  expect(await facts()).toEqual({ carrier: "圆通", hold: null });
  expect(await stays("A1")).toHaveLength(1);
});

test("rows of one order are its lines, in whatever order they lie, and another line is another fact", async () => {
  const [sofa, table] = ["A1,淘宝,SOFA,待发货,,", "A1,淘宝,TABLE,待发货,,"];
  await take("10:00", sofa, table);
  expect((await take("11:00", table, sofa)).counts.unchanged).toBe(1);
  const lines = () => context.sql`select sku from order_lines order by line_no`;
  expect(await lines()).toEqual([{ sku: "SOFA" }, { sku: "TABLE" }]);
  expect((await take("12:00", table)).counts.accepted).toBe(1);
  expect(await lines()).toEqual([{ sku: "TABLE" }]);
});

test("rows that contradict each other are refused, unless some say that they changed later", async () => {
  const { counts, refusedText } = await take(
    "10:00",
    "A1,淘宝,SOFA,待发货,,",
    "A1,淘宝,TABLE,交易成功,,",
    "A2,淘宝,SOFA,待发货,,",
    "A2,淘宝,TABLE,买家已付款,,",
  );
  expect([counts.refusedRows, counts.accepted]).toEqual([2, 1]);
  expect(refusedText).toContain("第 3 行「交易成功」，第 2 行「待发货」");
  const mapping = parseMapping(
    '{"name": "mine", "form": "snapshot", "extends": "five-core", "columns": {"time": "更新时间"}}',
    "mine.json",
  );
  const rows = ["A3,SOFA,待发货,2026-11-10 08:00:00", "A3,TABLE,已发货,2026-11-10 09:15:00"];
  const file = folder.write("u.csv", `订单号,商品编码,订单状态,更新时间\n${rows.join("\n")}\n`);
  await importFile(context, file, { mapping, exportedAt: at("10:00") });
  expect(await stays("A3")).toEqual([["main", "awaiting_pickup", at("09:15"), null]]);
});

test("the row's own time of change counts where exports do not speak against it", async () => {
  const mapping = parseMapping(
    '{"name": "mine", "form": "snapshot", "extends": "five-core", "columns": {"time": "更新时间"}}',
    "mine.json",
  );
  const exported = (clock: string, status: string, updated: string) =>
    importFile(
      context,
      folder.write("u.csv", `订单号,订单状态,更新时间\nA1,${status},2026-11-10 ${updated}\n`),
      {
        mapping,
        exportedAt: at(clock),
      },
    );
  await exported("10:00", "待发货", "08:30:00");
  await exported("12:00", "已审核", "11:20:00");
  await exported("14:00", "已发货", "11:20:00");
  await exported("16:00", "已签收", "18:00:00");
  expect((await stays("A1")).map((stay) => [stay[1], stay[2]])).toEqual([
    ["order_review", at("08:30")],
    ["picking", at("11:20")],
    ["awaiting_pickup", at("14:00")],
    ["delivered", at("16:00")],
  ]);
});

test("an unknown word keeps the order's facts out of quarantine and waits once, however often it is exported", async () => {
  await take("10:00", "A1,淘宝,SOFA,神秘状态,顺丰,");
  expect((await take("11:00", "A1,淘宝,SOFA, 神秘状态,顺丰,")).counts.unchanged).toBe(1);
  expect(await context.sql`select carrier, channel from orders`).toEqual([
    { carrier: "顺丰", channel: "taobao" },
  ]);
  expect(await context.sql`select word, seen from quarantine`).toEqual([{ word: "神秘状态", seen: 1 }]);
});

test("two exports of one moment that disagree: the second one's order is refused", async () => {
  await take("10:00", "A1,淘宝,SOFA,待发货,,");
  const other = folder.write(
    "另一份_20261110100000.csv",
    `${HEADER}\nA1,淘宝,SOFA,已发货,,\nA2,淘宝,SOFA,待发货,,\n`,
  );
  const { counts, refusedText } = await importFile(context, other);
  expect([counts.refusedRows, counts.accepted]).toEqual([1, 1]);
  expect(refusedText).toContain("contradicts_export");
  expect(refusedText).toContain("--exported-at");
});

test("a file without a time has its own date's, never the future's; a copy keeps it, a name that is used again does not", async () => {
  const write = (name: string, status: string, clock: string) => {
    const file = folder.write(name, iconv.encode(`${HEADER}\nA1,淘宝,SOFA,${status},,\n`, "gb18030"));
    utimesSync(file, at(clock) / 1000, at(clock) / 1000);
    return importFile(context, file);
  };
  expect((await write("orders.csv", "待发货", "10:00")).exportedAt).toBe(at("10:00"));
  expect((await write("orders.csv", "已审核", "11:00")).exportedAt).toBe(at("11:00"));
  // The same bytes as the first: under another name a copy, under its own the next export.
  expect((await write("copy.csv", "待发货", "12:00")).exportedAt).toBe(at("10:00"));
  expect((await write("orders.csv", "待发货", "13:00")).exportedAt).toBe(at("13:00"));
  expect((await stays("A1")).map((stay) => [stay[1], stay[2]])).toEqual([
    ["order_review", at("10:00")],
    ["picking", at("11:00")],
    ["order_review", at("13:00")],
  ]);
  const future = folder.write("later.csv", `${HEADER}\nB1,淘宝,SOFA,待发货,,\n`);
  utimesSync(future, new Date("2027-01-01"), new Date("2027-01-01"));
  expect((await importFile(context, future)).exportedAt).toBe(context.clock.shopNow());
});

test.each([
  ["a name of the future", "订单_20261112100000.csv", {}, /还没到.*--exported-at/],
  [
    "a moment given in the future",
    "订单.csv",
    { exportedAt: Date.parse("2026-11-12T10:00:00+08:00") },
    /还没到/,
  ],
  ["a moment after --as-of", "订单_20261110100000.csv", { asOf: at("09:00") }, /晚于 --as-of/],
])("%s is refused and nothing is stored", async (_, name, options, says) => {
  const file = folder.write(name, `${HEADER}\nA1,淘宝,SOFA,待发货,,\n`);
  const failure = await importFile(context, file, options).catch((error) => error);
  expect(failure.problem.zh).toMatch(says);
  expect(await eventCount()).toBe(0);
});

test("a file with neither status nor time is refused by what it lacks", async () => {
  const file = folder.write("no-status.csv", "订单号,渠道\nA1,淘宝\n");
  const failure = await importFile(context, file).catch((error) => error);
  expect(failure.problem.zh).toMatch(/缺：状态。/);
});
