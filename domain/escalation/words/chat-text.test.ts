import { expect, test } from "vitest";
import { buttonWords, chatText } from "./chat-text.ts";
import type { NotificationFacts } from "./facts.ts";
import { heldWords } from "./held.ts";
import { factsOf, NOW } from "./testing/facts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (time: string) => Date.parse(`2026-11-11T${time}:00+08:00`);
const ALEX = { id: "p", name: "Alex", language: "en" as const };

const many = { openCount: 23, unresolvedCount: 23, alertCount: 23, overdueCount: 23 };
const late = { ...many, oldestOverdueMs: 4 * HOUR + 38 * MINUTE };
const soon = {
  light: "yellow" as const,
  openCount: 8,
  unresolvedCount: 8,
  alertCount: 8,
  overdueCount: 0,
  oldestOverdueMs: null,
  soonestDueInMs: 35 * MINUTE,
};

const say = (given: Partial<NotificationFacts>, repeat = false) => {
  const { title, lines } = chatText(factsOf(given), { repeat });
  return [title, ...lines];
};

test("a message about what is due soon, and about what is late", () => {
  expect(say(soon)).toEqual(["【快到点】打包待出库 8 单，还有 35 分钟"]);
  expect(say(late)).toEqual(["【超时】打包待出库 23 单，最久 4 小时 38 分"]);
  expect(say({ ...soon, person: ALEX })).toEqual(["[Due soon] Packed: 8 orders, 35 min left"]);
  expect(say({ ...late, person: ALEX })).toEqual(["[Late] Packed: 23 orders, oldest 4 h 38 min"]);
});

test("what makes it urgent: promises first, then what is hard to handle", () => {
  const facts = {
    ...late,
    promiseCount: 12,
    promiseAt: at("18:00"),
    promiseLastAt: at("18:00"),
    bulky: 9,
    custom: 3,
  };
  expect(say(facts)[1]).toBe("其中 12 单今天 18:00 前不出库就算延迟发货。大件 9 单、定制 3 单");
  expect(say({ ...facts, person: ALEX })[1]).toBe(
    "12 of them count as shipped late unless they leave by 18:00 today. 9 bulky, 3 custom",
  );
  expect(say({ ...facts, promiseLastAt: at("21:30"), bulky: 0, custom: 0, breachedCount: 2 })[1]).toBe(
    "2 单已过平台时效。其中 12 单今天 18:00 起陆续过平台时效",
  );
  const tomorrow = {
    promiseCount: 1,
    promiseAt: at("18:00") + 14 * HOUR,
    promiseLastAt: at("18:00") + 14 * HOUR,
  };
  expect(say(tomorrow)[1]).toBe("明天 08:00 前不出库就算延迟发货");
  expect(say({ ...tomorrow, person: ALEX })[1]).toBe(
    "It counts as shipped late unless it leaves by 08:00 tomorrow",
  );
});

test("a single order is named, and is not the oldest of anything", () => {
  expect(say({ orderNo: "D1", oldestOverdueMs: 0 })).toEqual(["【超时】打包待出库 1 单，刚到点", "单号 D1"]);
  expect(say({ orderNo: "D1", oldestOverdueMs: 2 * HOUR })[0]).toBe("【超时】打包待出库 1 单，已超 2 小时");
  expect(say({ orderNo: "D1", person: ALEX, oldestOverdueMs: 2 * HOUR })).toEqual([
    "[Late] Packed: 1 order, 2 h late",
    "Order D1",
  ]);
});

test("late ones are counted apart from those that are due soon", () => {
  expect(say({ ...late, overdueCount: 20 })).toEqual([
    "【超时】打包待出库 20 单，最久 4 小时 38 分",
    "另有 3 单快到点",
  ]);
});

test("whoever is asked in another's stead is told why", () => {
  expect(say({ ...late, fallbackReason: "nobody_on_call" })[1]).toBe("现在没人值班，所以找到你");
  expect(say({ ...late, fallbackReason: "channel_failed", person: ALEX })[1]).toBe(
    "You are told because the group chat takes no messages",
  );
  const nobody = { ...late, fallbackReason: "no_provider" };
  expect(say(nobody)[1]).toBe("没有开通语音电话，没法打给任何人，请来个人接手");
  expect(say({ ...nobody, person: ALEX })[1]).toMatch(/^Nobody can be called: .* Somebody please take it$/);
});

test("taken, a pledge that passed, escalated, passed on, over", () => {
  const pledge = { subject: { fromName: "王磊", toName: "李敏", pledgeUntilMs: at("16:40") } };
  const notice = (topic: NotificationFacts["topic"], more: Partial<NotificationFacts> = {}) =>
    say({ purpose: "notice", topic, ...many, ...pledge, ...more });
  expect(notice("taken")).toEqual(["王磊已接手，说好 16:40 前清完", "打包待出库 23 单"]);
  expect(notice("pledge_passed", { unresolvedCount: 5 })).toEqual([
    "16:40 到了，还剩 5 单，继续往上叫",
    "打包待出库",
  ]);
  const last = { unresolvedCount: 5, subject: { ...pledge.subject, nothingFollows: true } };
  expect(notice("pledge_passed", last)[0]).toBe(
    "王磊说好 16:40 清完，到点还剩 5 单，后面不会再自动叫人，请来个人接手",
  );
  expect(notice("pledge_passed", { ...last, person: ALEX })[0]).toBe(
    "王磊 promised 16:40, 5 orders left, and nobody else will be called: somebody please take it",
  );
  const asks = (subject: NotificationFacts["subject"]) =>
    chatText(factsOf({ purpose: "notice", topic: "pledge_passed", subject }), { repeat: false }).asks;
  expect([asks(last.subject), asks(pledge.subject)]).toEqual([true, false]);
  expect(notice("escalated")[0]).toBe("王磊没接，正在打给李敏");
  expect(notice("passed_on")[0]).toBe("王磊转给了李敏");
  expect(notice("taken", { person: ALEX })).toEqual(["王磊 has it, done by 16:40", "Packed: 23 orders"]);
  expect(notice("escalated", { person: ALEX })[0]).toBe("王磊 did not answer, calling 李敏");
  const unrung = { subject: { ...pledge.subject, notCalled: true } };
  expect(notice("escalated", unrung)[0]).toBe("没法打给王磊，正在打给李敏");
  expect(notice("escalated", { ...unrung, person: ALEX })[0]).toBe("王磊 could not be called, calling 李敏");
  const over = { ...many, unresolvedCount: 0, purpose: "over" as const, tookMs: 52 * MINUTE };
  expect(say({ ...over, resolution: "left" })[0]).toBe("23 单都走了，用时 52 分钟，不用再跟");
  expect(say({ ...over, resolution: "left", person: ALEX })[0]).toBe(
    "All 23 orders have moved on after 52 min. Nothing left to do",
  );
  expect(say({ ...over, alertCount: 1, resolution: "deadline_moved" })[0]).toBe(
    "这单改了时限，现在不超时，不用再跟",
  );
});

test("hours that nobody covers are told with who would be called", () => {
  const subject = { gapFromMs: at("22:00"), gapUntilMs: at("22:00") + 10 * HOUR, toName: "赵总" };
  expect(say({ purpose: "notice", topic: "gap", node: null, subject })).toEqual([
    "今天 22:00 到明天 08:00 没人值班，出事会打给赵总",
  ]);
});

test("a code, and a test", () => {
  expect(say({ purpose: "verify", node: null, subject: { code: "123456" } })[0]).toBe("【验证码】123456");
  expect(say({ purpose: "test", node: null })[0]).toBe("【测试】木屿家居的订单告警会发到这里");
});

test("what may be a repeat says so", () => {
  expect(say(late, true)[0]).toBe("【超时】打包待出库 23 单，最久 4 小时 38 分（可能重复）");
  expect(say({ ...late, person: ALEX }, true)[0]).toMatch(/ \(possible repeat\)$/);
});

test("buttons, and why something waits", () => {
  expect(Object.values(buttonWords("zh-CN")).join(" · ")).toBe("我来处理 · 转给下一位 · 看订单");
  const held = { channel: "dingtalk", reason: "rate", untilMs: NOW + 6 * MINUTE, timezone: "Asia/Shanghai" };
  expect(heldWords(held, "zh-CN")).toBe("钉钉限流，这条 14:06 发出");
  expect(heldWords(held, "en")).toBe("DingTalk limits us: this goes out at 14:06");
  expect(heldWords({ ...held, reason: "ban", channel: "feishu" }, "zh-CN")).toBe(
    "飞书暂时封了机器人，这条 14:06 发出",
  );
});
