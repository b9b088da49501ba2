import { describe, expect, test } from "vitest";
import { defaultWatches } from "../../watch/defaults.ts";
import { factsOf } from "../words/testing/facts.ts";
import { chineseCount, chineseDigits, chineseNumber } from "./numerals.ts";
import { speak, type Utterance } from "./speak.ts";
import { speakableZh } from "./speakable.ts";
import { stateZh } from "./speech-zh.ts";

const at = (time: string) => Date.parse(`2026-11-${time}:00+08:00`);
const bulky = {
  node: { key: "bulky_dispatch", nameZh: "大件装车调度", nameEn: "Bulky dispatch", promise: "ship" as const },
  openCount: 23,
  unresolvedCount: 23,
  overdueCount: 23,
  alertCount: 23,
  oldestOverdueMs: (6 * 60 + 12) * 60_000,
  promiseCount: 23,
  promiseAt: at("11T17:00"),
  promiseLastAt: at("11T17:00"),
};
const ADA = { id: "00000000-0000-4000-8000-00000000000a", name: "Ada", language: "en" as const };
const zh = (said: Utterance, given: Parameters<typeof factsOf>[0] = {}) =>
  speak(said, factsOf({ ...bulky, ...given }));
const en = (said: Utterance, given: Parameters<typeof factsOf>[0] = {}) =>
  speak(said, factsOf({ ...bulky, person: ADA, ...given }));
const ask = { kind: "ask" } as const;

describe("numbers as they are spoken", () => {
  test.each([
    [0, "零"],
    [2, "二"],
    [10, "十"],
    [12, "十二"],
    [20, "二十"],
    [23, "二十三"],
    [101, "一百零一"],
    [110, "一百一十"],
    [1_000, "一千"],
    [1_010, "一千零一十"],
    [12_034, "一万二千零三十四"],
    [100_500, "十万零五百"],
    [20_000_001, "二千万零一"],
  ])("%i is %s", (n, said) => {
    expect(chineseNumber(n)).toBe(said);
  });

  test("two of something are 两, and numbers that nobody says are refused", () => {
    expect([chineseCount(2), chineseCount(12), chineseCount(22)]).toEqual(["两", "十二", "二十二"]);
    for (const n of [-1, 1.5, 1e8]) expect(() => chineseNumber(n)).toThrow(RangeError);
    expect(chineseDigits("10 24")).toBe("一零二四");
  });
});

describe("names as they are spoken", () => {
  test.each([
    ["承诺次日，15:00 还没拣货", "承诺次日，十五点 还没拣货"],
    ["15：30 / 2:05 前", "十五点三十分，两点零五分 前"],
    ["物流 24/48h", "物流 二十四，四十八h"],
    ["【急】A-12 #3", "急，A，十二，三"],
    ["20%订金 1.5 天", "百分之二十订金 一点五 天"],
    ["¥100 仓 007 号 1234567890", "一百 仓 零零七 号 一二三四五六七八九零"],
    ["比例 99:99", "比例 九十九，九十九"],
    ["大件装车调度", "大件装车调度"],
  ])("%s is %s", (name, said) => {
    expect(speakableZh(name)).toBe(said);
  });

  test("no name of a watch to begin with keeps what a voice company refuses", () => {
    const names = defaultWatches("Asia/Shanghai").map(({ nameZh }) => nameZh);
    expect(names.filter((name) => /[\d:]/.test(name))).not.toEqual([]);
    expect(names.map(speakableZh).filter((said) => /[\d#/:：\-%¥【】]/.test(said))).toEqual([]);
  });
});

describe("a call in Chinese", () => {
  test("says the node, how many, how late, until when, and the keys", () => {
    expect(zh(ask)).toEqual({
      language: "zh-CN",
      text: "您好，这里是木屿家居订单值班电话。大件装车调度有二十三单超时，最久六小时十二分，十七点的车再不装就过平台时效。我来处理请按一，转给下一位请按二，重听请按三。",
    });
  });

  test("answers each key, and silence", () => {
    expect(zh({ kind: "taken", pledgeUntilMs: at("11T16:40") }).text).toBe(
      "好的，已记在您名下，请在十六点四十分前清完，到点没清会再打给您。",
    );
    expect(zh({ kind: "passed" }).text).toBe("好的，正在转给下一位。");
    expect(zh({ kind: "silence" }).text).toBe("没有收到按键，马上转给下一位。");
  });

  test.each([
    [
      "one order",
      { openCount: 1, overdueCount: 1, promiseCount: 1 },
      "一单超时，已超六小时十二分，十七点的车再不装就过平台时效",
    ],
    [
      "some of several",
      { promiseCount: 2 },
      "二十三单超时，最久六小时十二分，其中两单十七点的车再不装就过平台时效",
    ],
    ["no promise", { promiseCount: 0, promiseAt: null, oldestOverdueMs: 59_999 }, "二十三单超时，刚到点"],
    [
      "promises one after the other",
      { promiseLastAt: at("11T18:30") },
      "二十三单超时，最久六小时十二分，十七点起陆续过平台时效",
    ],
    [
      "some passed",
      { breachedCount: 5, promiseAt: null },
      "二十三单超时，最久六小时十二分，其中五单已过平台时效",
    ],
    ["days", { promiseAt: null, oldestOverdueMs: 50 * 3_600_000 }, "二十三单超时，最久两天两小时"],
    [
      "two minutes past two",
      { promiseAt: at("12T02:02"), promiseLastAt: null },
      "二十三单超时，最久六小时十二分，明天两点零二分的车再不装就过平台时效",
    ],
    [
      "another month",
      { promiseAt: Date.parse("2026-12-03T08:10:00+08:00"), promiseLastAt: null },
      "二十三单超时，最久六小时十二分，十二月三日八点十分的车再不装就过平台时效",
    ],
    [
      "not late yet",
      {
        light: "yellow",
        overdueCount: 0,
        oldestOverdueMs: null,
        soonestDueInMs: 35 * 60_000,
        promiseAt: null,
      },
      "二十三单快到点，还有三十五分钟",
    ],
  ] as const)("says %s", (_, given, said) => {
    expect(stateZh(factsOf({ ...bulky, ...given }))).toBe(said);
  });

  test("names what other nodes promise", () => {
    const node = { key: "packed", nameZh: "打包待出库", nameEn: "Packed", promise: "ship" as const };
    const given = { ...bulky, node, promiseCount: 12, promiseAt: at("11T18:00"), promiseLastAt: null };
    expect(stateZh(factsOf(given))).toBe(
      "二十三单超时，最久六小时十二分，其中十二单十八点前不出库就算延迟发货",
    );
    expect(stateZh(factsOf({ ...given, node: { ...node, promise: null } }))).toMatch(
      /十八点前不走就过平台时效$/,
    );
  });

  test("says why it rings at somebody else", () => {
    expect(zh(ask, { fallbackReason: "nobody_on_call" }).text).toContain(
      "电话。现在没人值班，所以打给您。大件",
    );
    expect(zh(ask, { fallbackReason: "no_group" }).text).toContain("没有群能收消息，所以打给您。");
    expect(zh(ask, { fallbackReason: "channel_failed" }).text).toContain("群消息发不出去，所以打给您。");
    expect(zh(ask, { fallbackReason: "gone" }).text).toContain("负责人找不到，所以打给您。");
  });

  test("says that somebody has it, and that it is over", () => {
    const already = { kind: "already", name: "王磊", pledgeUntilMs: at("11T16:40") } as const;
    expect(zh(already).text).toBe("王磊已接手，说好十六点四十分前清完，不用再跟。");
    expect(zh({ kind: "over" }).text).toBe("二十三单都走了，不用再跟。");
    expect(zh({ kind: "over" }, { alertCount: 1 }).text).toBe("这单已经走了，不用再跟。");
    expect(zh({ kind: "nobody_next" }).text).toBe("没有下一位可以转了，还请您来处理。");
  });

  test("says a code digit by digit, twice, and a test", () => {
    expect(zh({ kind: "code", code: "301924" }).text).toBe(
      "您好，这里是木屿家居订单值班电话。您的验证码是，三，零，一，九，二，四。再说一遍，三，零，一，九，二，四。",
    );
    expect(zh({ kind: "test" }).text).toBe(
      "您好，这里是木屿家居订单值班电话。这是一次测试，听到就说明电话通了，不用处理。",
    );
  });
});

describe("a call in English", () => {
  test("says the same", () => {
    expect(en(ask)).toEqual({
      language: "en-US",
      text:
        "Hello, this is the order duty line of 木屿家居. Bulky dispatch has 23 orders overdue, the longest by 6 hours " +
        "12 minutes. They pass the platform's limit unless they are on the truck at 5 PM. Press 1 to take them, 2 to " +
        "pass them on, 3 to hear this again.",
    });
    expect(en({ kind: "taken", pledgeUntilMs: at("11T16:40") }).text).toBe(
      "Thank you, it is yours now. Please clear it by 4:40 PM; what is left then will ring you again.",
    );
    expect(en({ kind: "passed" }).text).toBe("Thank you, it goes to the next person now.");
    expect(en({ kind: "silence" }).text).toBe("No key was pressed, so it goes to the next person now.");
    expect(en({ kind: "code", code: "301924" }).text).toMatch(
      /Your code is, 3, 0, 1, 9, 2, 4\. Once more, 3, 0, 1, 9, 2, 4\.$/,
    );
  });

  test.each([
    [
      "one order",
      { openCount: 1, overdueCount: 1, promiseCount: 1 },
      "has 1 order overdue, by 6 hours 12 minutes. It passes the platform's limit unless it is on the truck at 5 PM. Press 1 to take it, 2 to pass it on",
    ],
    [
      "some passed, some not",
      { breachedCount: 1, promiseCount: 2, promiseAt: at("12T08:05"), promiseLastAt: null },
      "1 of them has passed the platform's limit. 2 of them pass the platform's limit unless they are on the truck at 8:05 AM tomorrow.",
    ],
    [
      "promises one after the other",
      { promiseLastAt: at("11T18:30") },
      "They will pass the platform's limit from 5 PM on.",
    ],
    [
      "not late yet",
      { light: "yellow", soonestDueInMs: 60_000, promiseAt: null },
      "has 23 orders due soon, 1 minute left. Press",
    ],
    [
      "another node",
      {
        node: { key: "x", nameZh: "别", nameEn: "Picking", promise: "deliver" },
        promiseAt: Date.parse("2026-12-03T00:30:00+08:00"),
        promiseLastAt: null,
      },
      "They count as delivered late unless they arrive by 12:30 AM on December 3.",
    ],
    [
      "the reason",
      { fallbackReason: "quiet" },
      "We call you because the owner is in quiet hours. Bulky dispatch",
    ],
    ["no chat", { fallbackReason: "no_group" }, "We call you because no group chat takes messages. Bulky"],
  ] as const)("says %s", (_, given, said) => {
    expect(en(ask, given).text).toContain(said);
  });

  test("says that somebody has it, that it is over, and that this is a test", () => {
    expect(en({ kind: "already", name: "Grace", pledgeUntilMs: at("11T16:00") }).text).toBe(
      "Grace has it already, done by 4 PM. Nothing left to do.",
    );
    expect(en({ kind: "over" }).text).toBe("All 23 orders have moved on. Nothing left to do.");
    expect(en({ kind: "test" }).text).toMatch(/This is a test\./);
    expect(en({ kind: "nobody_next" }).text).toMatch(/nobody left/);
  });
});
