import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import fc from "fast-check";
import iconv from "iconv-lite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import { type TestContext, testContext } from "../../testing/context.ts";
import { withoutWatches } from "../../testing/without-watches.ts";
import { importFile, testFolder } from "./import.testing.ts";
import { parseMapping } from "./mapping.ts";

const HEADER = "订单号,渠道,商品编码,状态,时间戳";

let context: TestContext;
const folder = testFolder();

beforeAll(async () => {
  context = await testContext();
  await withoutWatches(context);
});
beforeEach(async () => {
  await context.sql`truncate events, orders, order_lines, visits, outbox, quarantine`;
  await context.sql`delete from status_words where word = '部分打包'`;
});
afterAll(async () => {
  await context.close();
  folder.remove();
});

const csv = (...rows: string[]) => `${[HEADER, ...rows].join("\n")}\n`;

/** Everything an import leaves that does not depend on when it came or in which order. */
async function everything() {
  const { sql } = context;
  return {
    visits: await sql`
      select o.order_no, v.token, v.node, v.entered_at, v.left_at, v.due_at, v.channel from visits v
      join orders o on o.id = v.order_id order by 1, 2, 4, 3`,
    lines: await sql`
      select o.order_no, l.sku, l.quantity, l.unit_price_fen, l.bulky from order_lines l
      join orders o on o.id = l.order_id order by 1, l.line_no`,
    quarantine: await sql`select event_id, code, word, order_no from quarantine order by 1`,
    events: await sql`select source, id, token, node, occurred_at, body from events order by 1, 2`,
  };
}

const nodesOf = async (orderNo: string) =>
  (
    await context.sql<{ node: string }[]>`
      select v.node from visits v join orders o on o.id = v.order_id where o.order_no = ${orderNo}
      order by v.entered_at, v.left_at nulls last`
  ).map((row) => row.node);

const linesOf = async (orderNo: string) =>
  (
    await context.sql<{ sku: string }[]>`
      select l.sku from order_lines l join orders o on o.id = l.order_id where o.order_no = ${orderNo} order by l.line_no`
  ).map((row) => row.sku);

test("five core fields become visits, and a second run changes nothing", async () => {
  const file = folder.write(
    "core.csv",
    csv(
      "A1,淘宝,SOFA,等待买家付款,2026-03-01 12:00:00",
      "A1,淘宝,SOFA,买家已付款,2026-03-01 12:05:00",
      "A1,淘宝,SOFA,待客审,2026-03-01 12:06:00",
      "A1,淘宝,SOFA,已发货,2026-03-02 09:00:00",
      "B2,拼多多,DESK,待发货,2026-03-01 13:00:00",
      "B2,拼多多,DESK,交易成功,2026-03-05 13:00:00",
    ),
  );
  const first = await importFile(context, file);
  expect([first.counts.rows, first.counts.refusedRows, first.counts.accepted]).toEqual([6, 0, 6]);
  // 买家已付款 and 待客审 both wait for review: one stay.
  expect(await nodesOf("A1")).toEqual(["awaiting_payment", "order_review", "awaiting_pickup"]);
  expect(await nodesOf("B2")).toEqual(["order_review"]);
  const [order] = await context.sql`select channel from orders where order_no = 'A1'`;
  expect(order!.channel).toBe("taobao");
  const before = await everything();
  const second = await importFile(context, file);
  expect([second.counts.accepted, second.counts.duplicates, second.refusedText]).toEqual([0, 6, null]);
  expect(await everything()).toEqual(before);
});

test.each([
  ["GB18030", (text: string) => iconv.encode(text, "gb18030"), "f.csv"],
  ["UTF-8 with its mark", (text: string) => Buffer.from(`\uFEFF${text}`), "f.csv"],
  [
    "UTF-16 with tabs, as Excel's Unicode text",
    (t: string) => iconv.encode(t.replaceAll(",", "\t"), "utf-16le", { addBOM: true }),
    "f.txt",
  ],
  ["semicolons", (text: string) => Buffer.from(text.replaceAll(",", ";")), "f.csv"],
  ["Windows line ends", (text: string) => Buffer.from(text.replaceAll("\n", "\r\n")), "f.csv"],
  ["old Macintosh line ends", (text: string) => Buffer.from(text.replaceAll("\n", "\r")), "f.csv"],
  ["gzip", (text: string) => gzipSync(text), "f.csv.gz"],
])("the same orders come out of %s", async (_, encode, name) => {
  const text = csv("A1,淘宝,SOFA,买家已付款,2026-03-01 12:05:00", "A1,淘宝,SOFA,已发货,2026-03-02 09:00:00");
  const { counts } = await importFile(context, folder.write(name, encode(text)));
  expect([counts.rows, counts.refusedRows]).toEqual([2, 0]);
  expect(await nodesOf("A1")).toEqual(["order_review", "awaiting_pickup"]);
});

test("a workbook is read as a person sees it: titles above, dates, rich text, formulas, a hidden sheet first", async () => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("藏", { state: "hidden" }).addRow(HEADER.split(","));
  book.addWorksheet("说明").addRow(["本表由系统导出"]);
  const sheet = book.addWorksheet("订单");
  sheet.addRow(["木屿家居 订单明细"]);
  sheet.addRow(["订单编号", "平台", "商家编码", "订单状态", "更新时间"]);
  // A date in a workbook has no zone; exceljs writes the UTC fields.
  const at = new Date(Date.UTC(2026, 2, 1, 12, 5));
  sheet.addRow([
    "5120803044263167809",
    "天猫",
    { richText: [{ text: "SO" }, { text: "FA" }] },
    "买家已付款",
    at,
  ]);
  sheet.addRow([
    "5120803044263167809",
    "天猫",
    "SOFA",
    { formula: '"已"&"发货"', result: "已发货" },
    "2026/3/2 9:00",
  ]);
  sheet.addRow([5120803044263167809n.toString().length * 1e17, "天猫", "SOFA", "待发货", at]);
  sheet.addRow(["合计", "", "", "", 3]);
  const file = folder.write("book.xlsx", Buffer.from(await book.xlsx.writeBuffer()));
  const { counts, refusedText } = await importFile(context, file);
  expect([counts.rows, counts.refusedRows, counts.refused.get("digits_lost")]).toEqual([3, 1, 1]);
  expect(refusedText).toContain("\r\n5,digits_lost,");
  expect(await nodesOf("5120803044263167809")).toEqual(["order_review", "awaiting_pickup"]);
  expect(await linesOf("5120803044263167809")).toEqual(["SOFA"]);
  const [visit] = await context.sql<
    { enteredAt: number }[]
  >`select entered_at as "enteredAt" from visits order by 1`;
  expect(new Date(visit!.enteredAt).toISOString()).toBe("2026-03-01T04:05:00.000Z");
});

test("header names in other dress, backticks, quoted numbers, footers and a repeated header are read through", async () => {
  const file = folder.write(
    "dress.csv",
    [
      "# 导出时间：2026-03-05",
      "店铺：木屿家居旗舰店",
      "",
      " 订单编号 ,销售渠道,`规格编码, 订单状态*,修改时间",
      "`4200001,微信小程序,`TABLE-140,`待发货,`2026-03-01 13:29:34",
      '="5120803044263167809",淘宝,SOFA,买家已付款,2026-03-01 12:05:00',
      " 订单编号 ,销售渠道,`规格编码, 订单状态*,修改时间",
      '#1001,shopify,"LAMP, WHITE",paid,2026-03-01T12:00:00Z',
      "合计,,,,3",
      "#支出合计：2笔",
    ].join("\n"),
  );
  const { counts } = await importFile(context, file);
  expect([counts.rows, counts.refusedRows, counts.accepted]).toEqual([3, 0, 3]);
  const orders = await context.sql<{ orderNo: string; channel: string }[]>`
    select order_no as "orderNo", channel from orders order by 1`;
  expect(orders).toEqual([
    { orderNo: "#1001", channel: "shopify" },
    { orderNo: "4200001", channel: "wechat" },
    { orderNo: "5120803044263167809", channel: "taobao" },
  ]);
  expect(await linesOf("#1001")).toEqual(["LAMP, WHITE"]);
});

test("unknown words go to quarantine with their count, words that move nothing do not move", async () => {
  const file = folder.write(
    "words.csv",
    csv(
      "A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00",
      "A1,淘宝,SOFA,部分打包,2026-03-01 13:00:00",
      "A1,淘宝,SOFA,部分发货,2026-03-01 14:00:00",
      "A2,淘宝,SOFA,部分打包,2026-03-01 15:00:00",
      "A3,淘宝,SOFA, 部分打包 ,2026-03-01 15:00:00",
    ),
  );
  const { counts } = await importFile(context, file);
  expect([counts.refusedRows, counts.accepted, counts.still]).toEqual([0, 1, 1]);
  expect([...counts.quarantined]).toEqual([["部分打包", 3]]);
  expect(await nodesOf("A1")).toEqual(["order_review"]);
  const words = await context.sql`select code, word, count(*)::int as n from quarantine group by 1, 2`;
  expect([...words]).toEqual([{ code: "unknown_status", word: "部分打包", n: 3 }]);
});

test("a word that the shop has learnt since comes in with the next run", async () => {
  const file = folder.write("learnt.csv", csv("A1,淘宝,SOFA,部分打包,2026-03-01 13:00:00"));
  await importFile(context, file);
  expect(await nodesOf("A1")).toEqual([]);
  await context.sql`insert into status_words (word, node, origin) values ('部分打包', 'packed', 'shop')`;
  const { counts } = await importFile(context, file);
  expect(counts.accepted).toBe(1);
  expect(await nodesOf("A1")).toEqual(["packed"]);
  const [waiting] = await context.sql`select count(*)::int as n from quarantine where state = 'waiting'`;
  expect(waiting!.n).toBe(0);
});

test("rows of one order and status are its lines, however far apart they lie", async () => {
  const file = folder.write(
    "lines.csv",
    csv(
      "A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00",
      "B2,淘宝,DESK,买家已付款,2026-03-01 12:00:00",
      "A1,淘宝,PILLOW,买家已付款,2026-03-01 12:00:00",
      "A1,淘宝,SOFA,已发货,2026-03-02 12:00:00",
      "A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00",
    ),
  );
  const { counts } = await importFile(context, file);
  expect([counts.accepted, counts.repeatedRows]).toEqual([3, 1]);
  // The parcel with the sofa does not take the pillow off the order.
  expect(await linesOf("A1")).toEqual(["SOFA", "PILLOW"]);
});

test(`rows in any order, and repeated, give the same visits and lines (seed ${SEED})`, async () => {
  const statuses = ["等待买家付款", "买家已付款", "待客审", "已发货", "交易成功", "部分打包"];
  const row = fc.record({
    order: fc.integer({ min: 1, max: 6 }),
    sku: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom(...statuses),
    hour: fc.integer({ min: 10, max: 23 }),
  });
  const inBothOrders = fc
    .uniqueArray(row, { minLength: 1, maxLength: 30, selector: (r) => JSON.stringify(r) })
    .chain((rows) => {
      const repeated = [...rows, ...rows.slice(0, 3)];
      return fc.tuple(fc.constant(rows), fc.shuffledSubarray(repeated, { minLength: repeated.length }));
    });
  let runs = 0;
  /** Imports the rows as orders of their own and tells what became of them, without the order of lines. */
  const outcome = async (rows: readonly { order: number; sku: number; status: string; hour: number }[]) => {
    const shop = `R${++runs}-`;
    const lines = rows.map(
      (r) => `${shop}${r.order},淘宝,SKU-${r.sku},${r.status},2026-03-01 ${r.hour}:00:00`,
    );
    await importFile(context, folder.write("p.csv", csv(...lines)));
    const told = JSON.parse(JSON.stringify(await everything()).replaceAll(shop, "")) as Awaited<
      ReturnType<typeof everything>
    >;
    await context.sql`delete from order_lines`;
    await context.sql`delete from visits`;
    await context.sql`delete from quarantine`;
    return {
      visits: told.visits,
      lines: told.lines.map((line) => JSON.stringify(line)).sort(),
      quarantined: told.quarantine.map(({ word, order_no }) => `${order_no} ${word}`).sort(),
    };
  };
  await fc.assert(
    fc.asyncProperty(inBothOrders, async ([rows, shuffled]) => {
      expect(await outcome(shuffled)).toEqual(await outcome(rows));
    }),
    { seed: SEED, numRuns: 20 },
  );
}, 120_000);

test("--as-of leaves out what happened later, and the whole file fits over it", async () => {
  const file = folder.write(
    "asof.csv",
    csv(
      "A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00",
      "A1,淘宝,PILLOW,已发货,2026-03-02 12:00:00",
      "B2,淘宝,DESK,买家已付款,2026-03-03 12:00:00",
    ),
  );
  const asOf = Date.parse("2026-03-02T11:59:59+08:00");
  const { counts } = await importFile(context, file, { asOf });
  expect([counts.accepted, counts.leftOut]).toEqual([1, 2]);
  expect(await nodesOf("A1")).toEqual(["order_review"]);
  const rest = await importFile(context, file);
  expect([rest.counts.accepted, rest.counts.duplicates]).toEqual([2, 1]);
  expect(await nodesOf("A1")).toEqual(["order_review", "awaiting_pickup"]);
});

test("the wide form takes a column per milestone, promises and conditions from a mapping", async () => {
  const mapping = parseMapping(
    JSON.stringify({
      name: "erp",
      form: "wide",
      timezone: "Asia/Shanghai",
      binds: "earlier",
      fixed: { warehouse: "WH1" },
      columns: {
        orderNo: "单号",
        sku: "货号",
        quantity: "数量",
        unitPrice: "单价",
        gift: "赠品",
        shipBy: "最晚发货",
      },
      milestones: [
        { column: "付款", node: "order_review" },
        { column: "出库", node: "awaiting_pickup" },
        { last: true, node: "closed", when: { column: "备注", in: ["作废"] } },
      ],
    }),
    "erp.json",
  );
  const file = folder.write(
    "wide.csv",
    [
      "单号,货号,数量,单价,赠品,付款,出库,最晚发货,备注",
      "W1,SOFA,1,3599.00,否,2026-03-01 12:00,2026-03-02 10:00,2026-03-03 12:00,",
      "W1,PILLOW,2,0,是,2026-03-01 12:00,2026-03-02 10:00,2026-03-03 12:00,",
      "W2,DESK,1,599.5,否,2026-03-01 13:00,,2026-03-03 13:00,作废",
      "W3,DESK,1,599.555,否,2026-03-01 13:00,,,",
      "W4,DESK,1,599,否,,,,",
    ].join("\n"),
  );
  const { counts } = await importFile(context, file, { mapping });
  expect([counts.rows, counts.refusedRows]).toEqual([5, 2]);
  expect([...counts.refused.keys()].sort()).toEqual(["bad_amount", "no_milestone"]);
  expect(await nodesOf("W1")).toEqual(["order_review", "awaiting_pickup"]);
  const [closed] = await context.sql`
    select v.left_at = v.entered_at as same from visits v join orders o on o.id = v.order_id where o.order_no = 'W2'`;
  expect(closed!.same).toBe(true);
  const lines = await context.sql`
    select l.sku, l.quantity, l.unit_price_fen as fen, l.gift from order_lines l join orders o on o.id = l.order_id
    where o.order_no = 'W1' order by l.line_no`;
  expect([...lines]).toEqual([
    { sku: "SOFA", quantity: 1, fen: 359900, gift: false },
    { sku: "PILLOW", quantity: 2, fen: 0, gift: true },
  ]);
  const [promised] = await context.sql<{ at: number }[]>`
    select promise_at as at from visits v join orders o on o.id = v.order_id
    where o.order_no = 'W1' and node = 'order_review'`;
  expect(promised!.at).toBe(Date.parse("2026-03-03T12:00:00+08:00"));
});

test("a file larger than what is held in memory goes by way of the disk and leaves nothing there", async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const order = i % 4000;
    const status = ["买家已付款", "待客审", "已发货"][Math.floor(i / 4000)];
    return `L${order},淘宝,SKU-${i % 7},${status},2026-03-0${1 + Math.floor(i / 4000)} 12:00:00`;
  });
  const { counts, finished } = await importFile(context, folder.write("large.csv", csv(...rows)));
  expect([finished, counts.rows, counts.orders, counts.accepted]).toEqual([true, 12_000, 4000, 12_000]);
  const [open] =
    await context.sql`select count(*)::int as n from visits where left_at is null and node = 'awaiting_pickup'`;
  expect(open!.n).toBe(4000);
  expect(existsSync(`${folder.path}/work`)).toBe(false);
});

test("a stop between two batches keeps what is in, and the next run goes on", async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => `S${i},淘宝,SKU,买家已付款,2026-03-01 12:00:00`);
  const file = folder.write("stop.csv", csv(...rows));
  const stop = new AbortController();
  const first = await importFile(context, file, { signal: stop.signal, onRows: () => stop.abort() });
  expect(first.finished).toBe(false);
  expect(first.counts.accepted).toBeGreaterThan(0);
  expect(first.counts.accepted).toBeLessThan(3000);
  const second = await importFile(context, file);
  expect(second.counts.accepted + first.counts.accepted).toBe(3000);
  expect(second.counts.duplicates).toBe(first.counts.accepted);
});

test("refused rows can be mended in their own file and imported from it, which removes it in the end", async () => {
  const file = folder.write(
    "mend.csv",
    csv("A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00", "A2,淘宝,SOFA,待发货,昨天"),
  );
  const { refusedText } = await importFile(context, file);
  const mended = folder.write(
    "mended.csv",
    refusedText!.replace(/"?「时间戳」[^,]*,/, "x,").replace("待发货,昨天", "待发货,2026-03-01 13:00:00"),
  );
  const again = await importFile(context, mended);
  expect([again.counts.rows, again.counts.refusedRows, again.counts.accepted]).toEqual([1, 0, 1]);
  folder.write("mend.csv", csv("A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00"));
  expect(existsSync(`${file}.refused.csv`)).toBe(true);
  await importFile(context, file);
  expect(existsSync(`${file}.refused.csv`)).toBe(false);
});

test("a file of somebody else's that happens to have the name of ours is left alone", async () => {
  const file = folder.write("mine.csv", csv("A1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00"));
  const theirs = folder.write("mine.csv.refused.csv", "my own notes\n");
  await importFile(context, file);
  expect(readFileSync(theirs, "utf8")).toBe("my own notes\n");
});
