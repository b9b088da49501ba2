import { expect, test } from "vitest";
import { LANES, type Lane } from "../../../domain/settings/types.ts";
import type { Snapshot } from "../../../domain/wire/board.ts";
import type { BoardView } from "../board/store.ts";
import { BoardScreen } from "./board-screen.tsx";
import { boardIn } from "./lane-view.ts";
import { ScreenFrame } from "./screen-frame.tsx";
import { wordsOf } from "./words-of.testing.tsx";

const NOW = Date.parse("2026-03-02T06:30:00Z");
const iso = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();
const COUNTS = ["green", "yellow", "red", "breached"] as const;

const row = (key: string, lane: Lane, [green, yellow, red, breached]: number[], name = key) => ({
  ...{ key, name, nameEn: key, rank: 1, lane, phase: "carrier", kind: "key", severity: 1, owner: "lead" },
  ...{ green, yellow, red, breached, oldestEnteredAt: iso(-2) },
});
const nodes = [
  row("bulky", "logistics", [10, 0, 37, 5], "大件装车调度"),
  row("paying", "finance", [4, 0, 0, 0], "待支付"),
  row("payout", "finance", [20, 0, 3, 1], "退款待打款"),
];
const sum = (count: (typeof COUNTS)[number]) => nodes.reduce((all, node) => all + (node[count] ?? 0), 0);
const range = { low: 3, mid: 5, high: 9 };

const snapshot = {
  asOf: iso(0),
  watermark: { pipeline: iso(0), sources: {} },
  pulse: { sentAt: iso(0), eventsPerMinute: 0, speed: 1, state: "live", lagMs: 0 },
  totals: { orders: 70, open: 74, ...Object.fromEntries(COUNTS.map((count) => [count, sum(count)])) },
  nodes,
  watches: [row("watch:stuck", "logistics", [0, 0, 1, 0], "久拖未发")],
} as unknown as Snapshot;

const view = {
  snapshot,
  delay: {
    asOf: iso(0),
    from: iso(-24),
    totalOverdueSeconds: 10_000,
    nodes: [
      { key: "bulky", overdueSeconds: 9_000, share: 0.9, redHourAgo: 37, trend: "steady" },
      { key: "paying", overdueSeconds: 200, share: 0.02, redHourAgo: 0, trend: "steady" },
      { key: "payout", overdueSeconds: 800, share: 0.08, redHourAgo: 1, trend: "steady" },
    ],
    hours: [iso(-1)],
    cells: [
      { node: "bulky", hour: 0, visits: 9, overdueSeconds: 9_000 },
      { node: "payout", hour: 0, visits: 2, overdueSeconds: 800 },
    ],
  },
  alerts: {
    ...{ asOf: iso(0), overdueSteps: null, nodes: [], held: [] },
    newest: [
      { at: iso(0), alertId: "a", node: "bulky", what: "flag", count: 3, who: null, until: null },
      { at: iso(0), alertId: "b", node: "payout", what: "voice", count: 2, who: "王磊", until: null },
    ],
  },
  forecast: {
    asOf: iso(0),
    nodes: nodes.map(({ key, red }) => ({ key, red, hours: [{ hours: 2, ...range, newlyRed: range }] })),
    cutOffs: [{ node: "bulky", carrier: "德邦", at: iso(2.5), waiting: 23, willMiss: range }],
  },
  ...{ shopNow: NOW, link: { kind: "live", ageMs: 0 }, skewMs: null, awake: true },
} as unknown as BoardView;

const said = (lanes: Lane[], shown = view) => {
  const place = { timezone: "Asia/Shanghai", timezoneName: "上海", simulated: false, speed: 1 };
  return wordsOf(
    <ScreenFrame view={shown} place={place} lanes={lanes}>
      <BoardScreen view={shown} place={place} entry={{ lanes }} />
    </ScreenFrame>,
  );
};

test("some lanes add up by themselves; orders are known of the whole shop alone", () => {
  const board = boardIn(snapshot, ["finance"]);
  expect(board.nodes.map(({ key }) => key)).toEqual(["paying", "payout"]);
  expect(board.watches).toEqual([]);
  expect(board.totals).toEqual({ orders: 70, open: 27, green: 24, yellow: 0, red: 3, breached: 1 });
});

test("a board of one lane speaks of that lane alone, and says so", () => {
  const words = said(["finance"]);
  expect(words).toContain("安灯 财务");
  expect(words).toContain("财务 过去 24 小时， 80% 的延误卡在「退款待打款」");
  expect(words).toContain("70 在途 全店");
  for (const elsewhere of ["大件装车调度", "的车还差", "久拖未发", "37"])
    expect(words).not.toContain(elsewhere);
});

test("a calm lane names itself while another drowns", () => {
  const calm = { ...view, snapshot: { ...snapshot, nodes: nodes.slice(0, 2) } } as BoardView;
  const words = said(["finance"], { ...calm, delay: { ...view.delay!, nodes: [], cells: [] } });
  expect(words).toContain("财务 全线正常。 过去 24 小时没有超时");
  expect(words).toContain("财务 在途 4 单，没有一单快到点");
});

test.each([[[]], [[...LANES]]])("all lanes are the whole shop, however they are chosen: %j", (lanes) => {
  expect(boardIn(snapshot, lanes)).toBe(snapshot);
  const words = said(lanes);
  expect(words).toContain("安灯 订单看板");
  expect(words).toContain("小时， 90% 的延误卡在「大件装车调度」");
  expect(words).toContain("17:00 的车还差 23 单没装");
  expect(words).toContain("70 在途");
  for (const part of ["全店", "财务 过去"]) expect(words).not.toContain(part);
});
