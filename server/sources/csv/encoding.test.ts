import fc from "fast-check";
import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { SEED } from "../../../domain/testing/seed.ts";
import { EncodingDetector } from "./encoding.ts";

function detect(bytes: Buffer, chunk = bytes.length || 1) {
  const detector = new EncodingDetector();
  for (let at = 0; at < bytes.length; at += chunk) detector.add(bytes.subarray(at, at + chunk));
  return detector.end();
}

const WORDS = [
  "订单号",
  "买家已付款",
  "等待卖家发货",
  "拼多多",
  "北欧布艺沙发",
  "木屿家居旗舰店",
  "物流公司",
];

test(`Chinese text is told apart however it is cut into chunks (seed ${SEED})`, () => {
  const line = fc.array(fc.constantFrom(...WORDS, "SKU-1", "2026-03-01"), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 64 }),
      (lines, chunk) => {
        const text = `订单号,状态\n${lines.map((cells) => cells.join(",")).join("\n")}`;
        expect(detect(Buffer.from(text), chunk)).toBe("utf-8");
        expect(detect(iconv.encode(text, "gb18030"), chunk)).toBe("gb18030");
      },
    ),
    { seed: SEED, numRuns: 200 },
  );
});

test("the first Chinese character may come after a million ASCII ones", () => {
  const ascii = Buffer.from("a,b,c\n".repeat(200_000));
  expect(detect(Buffer.concat([ascii, iconv.encode("买家已付款", "gb18030")]), 65_536)).toBe("gb18030");
  expect(detect(Buffer.concat([ascii, Buffer.from("买家已付款")]), 65_536)).toBe("utf-8");
});

test("one damaged character does not turn UTF-8 into something else", () => {
  const text = Buffer.from("买家已付款，等待卖家发货\n".repeat(50));
  expect(detect(Buffer.concat([text, Buffer.from([0xe8, 0x41]), text]))).toBe("utf-8");
});

test("a byte order mark decides", () => {
  expect(detect(Buffer.from("\uFEFFabc"))).toBe("utf-8");
  expect(detect(iconv.encode("订单", "utf-16le", { addBOM: true }))).toBe("utf-16le");
  expect(detect(iconv.encode("订单", "utf-16be", { addBOM: true }))).toBe("utf-16be");
});
