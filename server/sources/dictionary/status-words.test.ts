import { expect, test } from "vitest";
import { foldWord as fold } from "../../../domain/order/status-word.ts";
import { CLOSED } from "../../../domain/order/types.ts";
import { defaultNodes } from "../../../domain/settings/defaults.ts";
import { shippedStatusWords } from "./status-words.ts";

const words = shippedStatusWords();
const meaning = new Map(words.map(({ word, node }) => [fold(word), node]));

test("every word is said once and means a node, closed or no move", () => {
  const nodes = new Set([...defaultNodes("Asia/Shanghai").map(({ key }) => key), CLOSED]);
  expect(meaning.size).toBe(words.length);
  expect(words.filter(({ node }) => node !== null && !nodes.has(node))).toEqual([]);
  expect(words.length).toBeGreaterThan(300);
});

test("every node can be reached by a word", () => {
  const reached = new Set(words.map(({ node }) => node));
  const lacking = defaultNodes("Asia/Shanghai").filter(({ key }) => !reached.has(key));
  expect(lacking).toEqual([]);
});

test.each([
  ["等待买家付款", "awaiting_payment"],
  ["买家已付款", "order_review"],
  ["待发货", "order_review"],
  ["待客审", "order_review"],
  ["待财审", "order_review"],
  ["预订单", "awaiting_stock"],
  ["已审核", "picking"],
  ["卖家已发货，等待买家确认", "awaiting_pickup"],
  ["已发货，待收货", "awaiting_pickup"],
  ["派送中", "out_for_delivery"],
  ["已签收", "delivered"],
  ["交易成功", CLOSED],
  ["交易关闭", CLOSED],
  ["未发货，退款成功", CLOSED],
  ["WAIT_SELLER_SEND_GOODS", "order_review"],
  ["trade_closed_by_taobao", CLOSED],
  ["部分发货", null],
])("%s means %s", (word, node) => {
  expect(meaning.get(fold(word))).toBe(node);
});

test("words that nobody can place are left for people", () => {
  for (const word of ["部分打包", "其他", "30", "1"]) expect(meaning.has(fold(word))).toBe(false);
});
