import { expect, test } from "vitest";
import { addressProblem, maskAddress } from "./addresses.ts";
import type { ContactKind } from "./types.ts";

test.each<[ContactKind, string]>([
  ["phone", "+8613800000001"],
  ["phone", "+865710000001"],
  ["phone", "+14155550001"],
  ["dingtalk", "13800000001"],
  ["dingtalk", "+8613800000001"],
  ["dingtalk", "+852-51230001"],
  ["wecom", "wang.lei_01"],
  ["feishu", "ou_0123456789abcdef"],
  ["email", "wang.lei@example.com"],
])("%s takes %s", (kind, address) => {
  expect(addressProblem(kind, address)).toBeNull();
});

test.each<[ContactKind, string]>([
  ["phone", "13900000002"],
  ["phone", "+86 138 0000 0001"],
  ["phone", "+861380000001"],
  ["phone", "+86138000000011"],
  ["phone", "+8612800000001"],
  ["phone", "+0138000000"],
  ["phone", "+1234567890123456"],
  ["dingtalk", "+8612900000002"],
  ["dingtalk", "wanglei"],
  ["wecom", "王磊"],
  ["wecom", ""],
  ["feishu", "a b"],
  ["email", "wang.lei@example"],
  ["email", "a@b@example.com"],
])("%s refuses %j with a remedy that does not repeat it", (kind, address) => {
  const problem = addressProblem(kind, address);
  expect(problem).toMatch(/^write /);
  if (address !== "") expect(problem).not.toContain(address);
});

test.each<[ContactKind, string, string]>([
  ["phone", "+8613800000001", "138****0001"],
  ["dingtalk", "13800000001", "138****0001"],
  ["phone", "+14155550001", "+141****0001"],
  ["phone", "+2902101", "+290****01"],
  ["wecom", "wanglei", "wa***i"],
  ["wecom", "wl", "w***"],
  ["email", "wang.lei@example.com", "w***@example.com"],
])("%s %s is shown as %s", (kind, address, shown) => {
  expect(maskAddress(kind, address)).toBe(shown);
});
