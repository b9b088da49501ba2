import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import type { NodeRow, Snapshot } from "../../../domain/wire/board.ts";
import chinese from "../../messages/zh-CN.json" with { type: "json" };
import type { Words } from "../use-words.ts";
import { reportedReds } from "./announcement.ts";

const words = {
  t: createTranslator({ locale: "zh-CN", messages: chinese, timeZone: "Asia/Shanghai" }),
  whole: String,
  nodeName: ({ name }: { name: string }) => name,
} as unknown as Words;
const row = (key: string, red: number) => ({ key, name: key, red }) as NodeRow;
const board = { nodes: [row("拣货复核", 12), row("待审单", 3), row("质检不合格", 1)] } as Snapshot;

const said = (nodes: string[], taken: string[]) => reportedReds(nodes, board, words, new Set(taken));

test("that nobody has it is said only where nobody has it", () => {
  expect(said(["拣货复核"], [])).toBe("拣货复核，超时 12 单，还没人接手");
  expect(said(["拣货复核", "待审单"], ["拣货复核"])).toBe(
    "拣货复核，超时 12 单；待审单，超时 3 单，还没人接手",
  );
});

test("two nodes are named, the others counted", () => {
  expect(said(["拣货复核", "待审单", "质检不合格"], ["拣货复核", "待审单"])).toBe(
    "拣货复核，超时 12 单；待审单，超时 3 单；另有 1 个节点",
  );
});
