import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import ExcelJS from "exceljs";
import iconv from "iconv-lite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testFolder } from "../../server/sources/csv/import.testing.ts";
import { type TestContext, testContext } from "../../server/testing/context.ts";
import { buildPages } from "../supervisor/build-pages.ts";
import type { Running } from "../supervisor/keep-running.ts";
import { launchRole } from "../supervisor/launch-role.ts";
import { checkClockAndAccess } from "../supervisor/supervise.ts";

const COMMAND = fileURLToPath(new URL("../run.mjs", import.meta.url));
const BUILD = fileURLToPath(new URL("../../.next/BUILD_ID", import.meta.url));
const KEY = "a-key-for-the-watched-folder";
const WITHIN_MS = 60_000;
/** A real Andon starts and ends in here. */
const SLOW_MS = 300_000;

let context: TestContext;
let url = "";
const andon: Running[] = [];
const imports: ChildProcess[] = [];
const folder = testFolder();
const exportsFolder = path.join(folder.path, "导出");
const env: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  PORT: "0",
  ANDON_API_KEY: KEY,
  ANDON_CLOCK: "2026-11-11T20:00:00+08:00",
  ANDON_DATA_DIR: path.join(folder.path, "data"),
  ANDON_LOG: "error",
  ANDON_RATE_LIMIT: "1000",
  INIT_CWD: folder.path,
  LC_ALL: "zh_CN.UTF-8",
};

beforeAll(async () => {
  context = await testContext();
  env.DATABASE_URL = context.env.databaseUrl!;
  env.REDIS_URL = context.env.redisUrl!;
  mkdirSync(exportsFolder);
  await checkClockAndAccess({ databaseUrl: env.DATABASE_URL }, env);
  if (!existsSync(BUILD)) await buildPages();
  env.PORT = String(await freePort());
  url = `http://127.0.0.1:${env.PORT}`;
  andon.push(
    ...(await Promise.all([
      launchRole("Web", "server/main.ts", env),
      launchRole("Worker", "workers/main.ts", env),
    ])),
  );
}, SLOW_MS);

afterAll(async () => {
  for (const child of imports) child.kill("SIGTERM");
  await Promise.all(andon.map((role) => role.stop()));
  await context.close();
  folder.remove();
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `npm run import`, whose lines are collected. */
class Import {
  said = "";
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [COMMAND, "import", ...args], {
      cwd: folder.path,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    imports.push(this.child);
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on("data", (bytes) => {
        this.said += bytes;
      });
    }
    this.exit = once(this.child, "close").then(([code]) => code as number | null);
  }

  /** The first line that holds the text, once it is there. */
  async line(text: string): Promise<string> {
    await eventually(
      () => this.said.includes(text),
      () => `${text} in: ${this.said}`,
    );
    return this.said.split("\n").find((line) => line.includes(text))!;
  }
}

async function eventually(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const from = performance.now();
  while (!(await holds())) {
    if (performance.now() - from > WITHIN_MS) throw new Error(`not within ${WITHIN_MS} ms: ${what()}`);
    await sleep(100);
  }
}

async function call(method: string, where: string, body?: object) {
  const response = await fetch(url + where, {
    method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return response.json();
}

/** Open visits per node that has any, as the live board shows them. */
async function board(): Promise<Record<string, number>> {
  const { nodes } = await call("GET", "/api/v1/board");
  const counted = nodes.map((n: Record<string, number>) => [n.key, n.green! + n.yellow! + n.red!]);
  return Object.fromEntries(counted.filter(([, open]: [string, number]) => open > 0));
}

async function boardIs(expected: Record<string, number>): Promise<void> {
  let shown: Record<string, number> = {};
  const sorted = (counts: Record<string, number>) => JSON.stringify(Object.entries(counts).sort());
  await eventually(
    async () => {
      shown = await board();
      return sorted(shown) === sorted(expected);
    },
    () => `${JSON.stringify(expected)}, the board shows ${JSON.stringify(shown)}`,
  );
}

/** One day of a shop: how many orders stand where in each of four exports; null: the export lacks them. */
const SHOP: [name: string, orders: number, status: (string | null)[]][] = [
  ["A", 12, ["待审核", "已审核", "已发货", "已发货"]],
  ["B", 8, ["待审核", "部分打包 ", "已发货", null]],
  ["C", 5, ["已发货", null, null, null]],
  ["D", 6, ["部分打包", "部分打包", "已发货", "已发货"]],
  ["E", 4, ["待付款", "已取消", null, null]],
  ["F", 7, [null, "待审核", "待审核", "已审核"]],
  ["G", 3, ["已审核", "已审核", "部分打包", "部分打包"]],
  ["H", 2, ["暂存待补", "暂存待补", "已发货", "已发货"]],
];
const HEADER = [
  "原始单号",
  "店铺名称",
  "订单状态",
  "商家编码",
  "货品名称",
  "货品数量",
  "仓库名称",
  "物流公司",
  "物流单号",
  "收件人",
  "收件人手机",
];

/** Every third order has two articles, each in a row of its own. */
function rowsOf(n: number): string[][] {
  return SHOP.flatMap(([name, orders, statuses]) => {
    const status = statuses[n];
    if (!status) return [];
    return Array.from({ length: orders }, (_, i) => `${name}${1000 + i}`).flatMap((no, i) => {
      const shipped = status === "已发货" ? ["顺丰速运", `SF${no}`] : ["", ""];
      const row = (sku: string, title: string) => [
        `\`${no}`,
        "木屿家居旗舰店",
        status,
        sku,
        title,
        "1",
        "佛山一仓",
        ...shipped,
        "张**",
        "138****0000",
      ];
      const sofa = row("SOFA-3S-GREY", "云朵沙发，三人位");
      return i % 3 === 0 ? [sofa, row("PILLOW-45", "抱枕")] : [sofa];
    });
  });
}

function gb18030(n: number, above: string[] = []): Buffer {
  const quoted = (cell: string) => (cell.includes(",") ? `"${cell}"` : cell);
  const lines = [...above, HEADER.join(","), ...rowsOf(n).map((row) => row.map(quoted).join(","))];
  return iconv.encode(`${lines.join("\r\n")}\r\n`, "gb18030");
}

const total = (sql: string) => context.sql.unsafe(sql).then(([row]) => Number(row!.n));
const events = () => total("select count(*) as n from events");

test(
  "three successive exports of a day's shop, watched beside a live Andon, give the board that a person counts",
  async () => {
    const watch = new Import("--watch", "导出");
    await watch.line("在看文件夹");

    // A browser writes under another name first, a spreadsheet leaves its lock, and a broken file lies about.
    writeFileSync(path.join(exportsFolder, "~$订单.xlsx"), "lock");
    writeFileSync(path.join(exportsFolder, "照片.csv"), Buffer.from("89504e470d0a1a0a", "hex"));
    const first = gb18030(0, ["旺店通旗舰版 订单明细", "导出时间：2026-11-11 10:00:00,操作员：陈工"]);
    writeFileSync(path.join(exportsFolder, "早班.csv.part"), first.subarray(0, 500));
    expect(await watch.line("照片.csv")).toMatch(/^✗ 照片\.csv 没有导入：.*图片.*自动再试$/);
    writeFileSync(path.join(exportsFolder, "早班.csv.part"), first);
    renameSync(path.join(exportsFolder, "早班.csv.part"), path.join(exportsFolder, "早班.csv"));
    expect(await watch.line("✓ 早班.csv")).toBe(
      "✓ 早班.csv（2026-11-11 10:00:00 导出）：共 55 行，进来 55，退回 0；新事件 40；待确认 8：「部分打包」6、「暂存待补」2",
    );
    await boardIs({ order_review: 20, awaiting_pickup: 5, awaiting_payment: 4, picking: 3 });

    writeFileSync(path.join(exportsFolder, "订单导出_20261111120000.csv"), gb18030(1));
    expect(await watch.line("✓ 订单导出_20261111120000.csv")).toContain("待确认 8：「部分打包」8");
    // C is not in the export, which closes nothing; D stands as it stood; B waits for its word.
    await boardIs({ order_review: 15, awaiting_pickup: 5, picking: 15 });
    const { unknown } = await call("GET", "/api/v1/status-words");
    expect(unknown).toEqual([
      { word: "部分打包", waiting: 14 },
      { word: "暂存待补", waiting: 2 },
    ]);

    const fixed = await call("PUT", `/api/v1/status-words/${encodeURIComponent("部分打包")}`, {
      node: "packed",
    });
    expect(fixed).toMatchObject({ node: "packed", replayed: 14, stillWaiting: 0 });
    const ignored = await call("PUT", `/api/v1/status-words/${encodeURIComponent("暂存待补")}`, {
      node: null,
    });
    expect(ignored).toMatchObject({ node: null, replayed: 2, stillWaiting: 0 });
    await boardIs({ order_review: 7, awaiting_pickup: 5, picking: 15, packed: 14 });

    writeFileSync(path.join(exportsFolder, "订单导出_20261111140000.csv"), gb18030(2));
    expect(await watch.line("✓ 订单导出_20261111140000.csv")).not.toContain("待确认");
    await boardIs({ order_review: 7, packed: 3, awaiting_pickup: 33 });
    const [stay] = await context.sql`
      select v.entered_at, v.left_at, v.carrier from visits v join orders o on o.id = v.order_id
      where o.order_no = 'D1000' and v.node = 'packed'`;
    expect(stay).toEqual({
      entered_at: Date.parse("2026-11-11T10:00:00+08:00"),
      left_at: Date.parse("2026-11-11T14:00:00+08:00"),
      carrier: null,
    });
    expect(await call("GET", "/api/v1/orders/A1000")).toMatchObject({
      carrier: "顺丰速运",
      facts: { trackingNo: "SFA1000" },
      lines: [{ sku: "PILLOW-45" }, { sku: "SOFA-3S-GREY" }],
    });

    const before = await events();
    // A copy under another name, and an older export that comes late and says what is known.
    copyFileSync(path.join(exportsFolder, "早班.csv"), path.join(exportsFolder, "早班 - 副本.csv"));
    await watch.line("✓ 早班 - 副本.csv");
    expect(await events()).toBe(before);

    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("订单");
    sheet.addRows([["导出时间", "2026-11-11 16:00:00"], HEADER, ...rowsOf(3)]);
    await book.xlsx.writeFile(path.join(folder.path, "晚班.xlsx"));
    renameSync(path.join(folder.path, "晚班.xlsx"), path.join(exportsFolder, "晚班.xlsx"));
    expect(await watch.line("✓ 晚班.xlsx")).toContain("（2026-11-11 16:00:00 导出）");
    await boardIs({ picking: 7, packed: 3, awaiting_pickup: 33 });
    expect(await events()).toBe(before + 7);

    watch.child.kill("SIGINT");
    expect(await watch.exit).toBe(0);
    expect(watch.said).toContain("不再看了。\n");
    expect(watch.said).not.toContain("~$");
  },
  SLOW_MS,
);

test(
  "a watch that is started again takes only what is new, and a run by hand adds nothing",
  async () => {
    const before = await events();
    const again = new Import("--watch", exportsFolder);
    await again.line("照片.csv");
    writeFileSync(
      path.join(exportsFolder, "照片.csv"),
      "订单号,渠道,商品编码,状态,时间戳\nZ1,淘宝,SOFA,待发货,2026-11-11 17:00:00\n",
    );
    await again.line("✓ 照片.csv");
    again.child.kill("SIGTERM");
    expect(await again.exit).toBe(0);
    expect(again.said.match(/✓/g)).toHaveLength(1);
    expect(await events()).toBe(before + 1);

    const byHand = new Import("导出/订单导出_20261111120000.csv");
    expect(await byHand.exit).toBe(0);
    expect(byHand.said).toContain("按 2026-11-11 12:00:00 的导出算，其中 42 单与上一份导出一样");
    expect(await events()).toBe(before + 1);
    await boardIs({ order_review: 1, picking: 7, packed: 3, awaiting_pickup: 33 });
  },
  SLOW_MS,
);

test(
  "a folder that cannot be watched is said in one line",
  async () => {
    folder.write("file.csv", "x");
    const expected: [args: string[], says: RegExp][] = [
      [["--watch", "nowhere"], /^✗ 找不到文件夹.*nowhere」，请先建好，或核对路径\n$/],
      [["--watch", "file.csv"], /^✗ .*file\.csv」不是文件夹；只导入一个文件不用 --watch\n$/],
    ];
    for (const [args, says] of expected) {
      const run = new Import(...args);
      expect(await run.exit).toBe(1);
      expect(run.said).toMatch(says);
    }
  },
  SLOW_MS,
);
