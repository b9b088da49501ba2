import { readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestContext, testContext } from "../../testing/context.ts";
import { importFile, testFolder } from "./import.testing.ts";
import { FileError } from "./problem.ts";

const HEADER = "订单号,渠道,商品编码,状态,时间戳";
const ROW = "A1,淘宝,SKU-1,买家已付款,2026-03-01 12:00:00";
const GOOD = `${HEADER}\n${ROW}\n`;

let context: TestContext;
const folder = testFolder();

beforeAll(async () => {
  context = await testContext();
});
afterAll(async () => {
  await context.close();
  folder.remove();
});

async function workbook(rows: unknown[][], sheet = "Sheet1"): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet(sheet).addRows(rows);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const goodWorkbook = () => workbook([HEADER.split(","), ROW.split(",")]);

/** Changes an archive's directory so that it says another unpacked size of its sheet. */
function lieAboutSize(archive: Buffer, size: number): Buffer {
  const lying = Buffer.from(archive);
  for (let at = 0; at < lying.length - 46; at++) {
    if (lying.readUInt32LE(at) !== 0x02014b50) continue;
    const name = lying.toString("utf8", at + 46, at + 46 + lying.readUInt16LE(at + 28));
    if (name === "xl/worksheets/sheet1.xml") lying.writeUInt32LE(size, at + 24);
  }
  return lying;
}

type Case = [
  what: string,
  name: string,
  content: () => Promise<Uint8Array | string> | Uint8Array | string,
  code: string,
];

/** Files of which nothing can be stored, and why. */
const REFUSED: Case[] = [
  ["an empty file", "a.csv", () => "", "empty_file"],
  ["only a byte order mark", "a.csv", () => "\uFEFF", "no_header"],
  ["only line ends", "a.csv", () => "\n\n\r\n", "no_header"],
  ["no header", "a.csv", () => `${ROW}\n${ROW}\n`, "no_header"],
  ["a header without the status", "a.csv", () => "订单号,渠道,商品编码,时间戳\nA,B,C,D\n", "no_header"],
  ["a header below 30 other rows", "a.csv", () => `${"说明\n".repeat(31)}${GOOD}`, "no_header"],
  ["a header that names the order twice", "a.csv", () => `订单号,订单号,状态,时间戳\n`, "duplicate_column"],
  [
    "a quote that is never closed",
    "a.csv",
    () => `${GOOD}"A2,淘宝,S,待发货,2026-03-01\n${`${ROW}\n`.repeat(50)}`,
    "quote_not_closed",
  ],
  ["a bad row and then an open quote", "a.csv", () => `${HEADER}\nB,,,,x\n"A2`, "quote_not_closed"],
  ["a line of 10 MB", "a.csv", () => `${GOOD}${"x".repeat(10 * 1024 * 1024)}\n${ROW}`, "row_too_long"],
  ["10 MB without a line end", "a.csv", () => "x".repeat(10 * 1024 * 1024), "row_too_long"],
  ["a program", "a.csv", () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3]), "not_a_table"],
  [
    "UTF-16 without its mark",
    "a.csv",
    () => iconv.encode(GOOD, "utf-16le", { addBOM: false }),
    "not_a_table",
  ],
  ["a PDF", "a.csv", () => "%PDF-1.7\n…", "not_a_table"],
  ["a picture", "a.csv", () => Buffer.from("89504e470d0a1a0a", "hex"), "not_a_table"],
  [
    "a web page called .xls",
    "a.xls",
    () => "<html><table><tr><td>订单号</td></tr></table></html>",
    "not_a_table",
  ],
  [
    "an old .xls",
    "a.xls",
    () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]),
    "not_a_table",
  ],
  ["a RAR archive", "a.csv", () => Buffer.from("526172211a0700", "hex"), "not_a_table"],
  ["a 7z archive", "a.csv", () => Buffer.from("377abcaf271c0004", "hex"), "not_a_table"],
  [
    "a gzip cut off",
    "a.csv.gz",
    () => gzipSync(`${HEADER}\n${`${ROW}\n`.repeat(5000)}`).subarray(0, 200),
    "damaged",
  ],
  [
    "a gzip with a damaged byte",
    "a.csv.gz",
    () => damaged(gzipSync(`${HEADER}\n${`${ROW}\n`.repeat(5000)}`)),
    "damaged",
  ],
  ["a gzip of nothing", "a.csv.gz", () => gzipSync(""), "empty_file"],
  [
    "a gzip that unpacks to 100 MB",
    "a.csv.gz",
    () => gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x61)),
    "too_large",
  ],
  ["a workbook cut off", "a.xlsx", async () => (await goodWorkbook()).subarray(0, 3000), "damaged"],
  ["a workbook without its end", "a.xlsx", async () => (await goodWorkbook()).subarray(0, -30), "damaged"],
  ["a workbook with damaged content", "a.xlsx", async () => damagedSheet(await goodWorkbook()), "damaged"],
  ["only the head of an archive", "a.xlsx", () => "PK\u0003\u0004", "damaged"],
  ["an archive that is no workbook", "a.zip", () => emptyArchive(), "not_a_table"],
  [
    "a workbook that hides a bomb",
    "a.xlsx",
    async () => lieAboutSize(await goodWorkbook(), 3 * 1024 ** 3),
    "too_large",
  ],
  [
    "a workbook whose sheet is larger than it says",
    "a.xlsx",
    async () => lieAboutSize(await goodWorkbook(), 10),
    "damaged",
  ],
  ["an empty workbook", "a.xlsx", () => workbook([]), "no_header"],
  [
    "a workbook without a header",
    "a.xlsx",
    () =>
      workbook([
        ["甲", "乙"],
        [1, 2],
      ]),
    "no_header",
  ],
];

function damaged(packed: Buffer): Buffer {
  const copy = Buffer.from(packed);
  const middle = Math.floor(copy.length / 2);
  for (let i = 0; i < 8; i++) copy[middle + i]! ^= 0xff;
  return copy;
}

function damagedSheet(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  const name = copy.indexOf("xl/worksheets/sheet1.xml");
  copy.fill(0xff, name + 40, name + 80);
  return copy;
}

function emptyArchive(): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return end;
}

test.each(REFUSED)("%s is refused whole", async (_, name, content, code) => {
  const file = folder.write(name, await content());
  const failure = await importFile(context, file).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(FileError);
  const { problem } = failure as FileError;
  expect(problem.code).toBe(code);
  expect(problem.zh.length * problem.en.length).toBeGreaterThan(0);
  expect(problem.zh).not.toContain("\n");
  await expectNothingStored();
});

test("a file that is not there, and a folder, are refused", async () => {
  await expect(importFile(context, `${folder.path}/absent.csv`)).rejects.toThrow(/no file/);
  await expect(importFile(context, folder.path)).rejects.toThrow(/not a file/);
  await expectNothingStored();
});

/** Rows that are refused one by one, with the reason's code; the good row beside them goes in. */
const ROWS: [what: string, row: string, code: string][] = [
  ["no order number", ",淘宝,S1,待发货,2026-03-01 12:00:00", "missing"],
  ["no status", "B1,淘宝,S1,,2026-03-01 12:00:00", "missing"],
  ["no time", "B1,淘宝,S1,待发货,", "missing"],
  ["a time in words", "B1,淘宝,S1,待发货,昨天下午", "bad_time"],
  ["a day that does not exist", "B1,淘宝,S1,待发货,2026-02-30 12:00:00", "bad_time"],
  ["the year 9999", "B1,淘宝,S1,待发货,9999-12-31 00:00:00", "time_out_of_range"],
  ["a date that may be two", "B1,淘宝,S1,待发货,03/04/2026 12:00", "bad_time"],
  ["an order number in scientific notation", "5.12081E+18,淘宝,S1,待发货,2026-03-01 12:00:00", "digits_lost"],
  ["an order number of 201 characters", `${"9".repeat(201)},淘宝,S1,待发货,2026-03-01 12:00:00`, "too_long"],
  ["NUL in the order number", "B\u00001,淘宝,S1,待发货,2026-03-01 12:00:00", "unreadable"],
  ["a line break in the order number", '"B\n1",淘宝,S1,待发货,2026-03-01 12:00:00', "line_break"],
  ["more cells than the header", "B1,淘宝,S1,待发货,2026-03-01 12:00:00,多,余", "too_many_cells"],
  ["a moment ahead of the clock", "B1,淘宝,S1,待发货,2026-12-01 12:00:00", "in_the_future"],
  ["a status of 300 characters", `B1,淘宝,S1,${"待".repeat(300)},2026-03-01 12:00:00`, "too_long"],
];

test.each(ROWS)("a row with %s is refused alone, by its line", async (_, row, code) => {
  const before = await stored();
  const unique = `OK-${code}-${row.length}`;
  const content = `${HEADER}\n\n${ROW.replace("A1", unique)}\n${row}\n`;
  const { counts, refusedText } = await importFile(context, folder.write("rows.csv", content));
  expect({ rows: counts.rows, refused: counts.refusedRows, codes: [...counts.refused.keys()] }).toEqual({
    rows: 2,
    refused: 1,
    codes: [code],
  });
  expect(refusedText).toContain(`\r\n4,${code},`);
  expect(refusedText!.startsWith("\uFEFF行号,原因代码,原因,订单号")).toBe(true);
  expect(await stored()).toBe(before + 1);
});

test("a damaged character is refused with its row, not guessed at", async () => {
  const before = await stored();
  const rows = Array.from({ length: 30 }, (_, i) => ROW.replace("A1", `GOOD-${i}`)).join("\n");
  const bad = Buffer.concat([
    Buffer.from("坏"),
    Buffer.from([0xe8, 0x41]),
    Buffer.from(ROW.slice(2)),
    Buffer.from("\n"),
  ]);
  const file = folder.write("bad.csv", Buffer.concat([Buffer.from(`${HEADER}\n${rows}\n`), bad]));
  const { counts } = await importFile(context, file);
  expect([counts.refusedRows, counts.refused.get("unreadable")]).toEqual([1, 1]);
  expect(await stored()).toBe(before + 30);
});

async function stored(): Promise<number> {
  const [row] = await context.sql<{ count: number }[]>`select count(*)::int as count from events`;
  return row!.count;
}

async function expectNothingStored(): Promise<void> {
  const [row] = await context.sql<{ stored: number }[]>`
    select ((select count(*) from events) + (select count(*) from orders) + (select count(*) from quarantine))::int
      as stored`;
  expect(row!.stored).toBe(0);
  expect(readdirSync(folder.path).filter((name) => /work|refused/.test(name))).toEqual([]);
}
