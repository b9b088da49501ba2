import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testFolder } from "../../server/sources/csv/import.testing.ts";
import { type TestContext, testContext } from "../../server/testing/context.ts";

const COMMAND = fileURLToPath(new URL("../run.mjs", import.meta.url));
const GOOD = "订单号,渠道,商品编码,状态,时间戳\nA1,淘宝,SOFA,买家已付款,2026-03-01 12:00:00\n";

/** Each run starts a process of its own, which takes its time on a busy machine. */
const SLOW_MS = 120_000;

let context: TestContext;
const folder = testFolder();

beforeAll(async () => {
  context = await testContext();
});
afterAll(async () => {
  await context.close();
  folder.remove();
});

/** Runs the command as npm does from the folder of the files. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [COMMAND, "import", ...args], {
    cwd: folder.path,
    env: {
      ...process.env,
      INIT_CWD: folder.path,
      LC_ALL: "zh_CN.UTF-8",
      ANDON_DATA_DIR: `${folder.path}/data`,
      DATABASE_URL: context.env.databaseUrl!,
      REDIS_URL: context.env.redisUrl!,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => {
    out += bytes;
  });
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  const [code] = await once(child, "close");
  return { code, out, err };
}

test(
  "a good file goes in and the summary says so",
  async () => {
    folder.write("good.csv", GOOD);
    const { code, out, err } = await run(["good.csv"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("共 1 行，进来 1，退回 0\n");
    const english = await run(["good.csv"], { LC_ALL: "en_US.UTF-8" });
    expect(english.out).toContain("1 rows: 1 in, 0 refused\n");
  },
  SLOW_MS,
);

test(
  "refused rows do not fail the command; in a read-only folder their file lies under the data folder",
  async () => {
    const shut = `${folder.path}/shut`;
    mkdirSync(shut);
    const bad = `${GOOD}A2,淘宝,SOFA,待发货,昨天\nA3,淘宝,SOFA,部分打包,2026-03-01 12:00:00\n`;
    folder.write("shut/bad.csv", bad);
    chmodSync(shut, 0o555);
    const { code, out } = await run(["shut/bad.csv"]);
    chmodSync(shut, 0o755);
    expect(code).toBe(0);
    expect(out).toContain("共 3 行，进来 2，退回 1，原因写在数据目录的文件里\n");
    expect(out).toContain("1 条看不懂：状态「部分打包」没有对应节点\n");
    expect(existsSync(`${folder.path}/data/refused/bad.csv.refused.csv`)).toBe(true);
    folder.write("bad.csv", bad);
    const beside = await run(["bad.csv"]);
    expect(beside.out).toContain("共 3 行，进来 2，退回 1，原因写在旁边的文件里\n");
    expect(existsSync(`${folder.path}/bad.csv.refused.csv`)).toBe(true);
  },
  SLOW_MS,
);

test(
  "what cannot be done ends in one clear line and its exit code",
  async () => {
    folder.write("photo.csv", Buffer.from("89504e470d0a1a0a", "hex"));
    folder.write("good.csv", GOOD);
    const expected: [args: string[], env: Record<string, string>, code: number, says: RegExp][] = [
      [["absent.csv"], {}, 1, /^✗ 找不到文件.*absent\.csv」\n$/],
      [["photo.csv"], {}, 1, /^✗ 「photo\.csv」是图片.*\n$/],
      [["good.csv", "--fast"], {}, 2, /^✗ There is no option --fast\..*\n$/],
      [["good.csv", "--mapping", "nowhere"], {}, 1, /^✗ 没有叫.*five-core、olist、orders-snapshot\n$/],
      [["good.csv"], { DATABASE_URL: "postgres://127.0.0.1:1/none" }, 1, /^✗ .+\n$/],
    ];
    for (const [args, env, code, says] of expected) {
      const result = await run(args, env);
      expect(result.err).toMatch(says);
      expect(result.code).toBe(code);
    }
  },
  SLOW_MS,
);
