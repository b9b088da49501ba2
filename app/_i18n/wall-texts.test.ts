import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import chinese from "../messages/zh-CN.json" with { type: "json" };
import { WALL_TEXTS } from "./wall-texts.ts";

const APP = fileURLToPath(new URL("..", import.meta.url));
const WALL = path.join(APP, "(wall)");
const IMPORT = /(?:from|import\()\s*"(\.[^"]+\.tsx?)"/g;
/** What may be a key of a text, or the beginning of one that is put together. */
const KEY = /["`](([a-z]\w*)\.[\w./$[\]-]*)/gi;

/** Every file that a page of the wall reaches within app. */
function reached(): string[] {
  const files = readdirSync(WALL, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => path.join(WALL, file));
  const seen = new Set<string>(files);
  for (const file of seen)
    for (const [, to] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const next = path.join(path.dirname(file), to!);
      if (next.startsWith(APP) && existsSync(next)) seen.add(next);
    }
  return [...seen];
}

test("a wall has every text that its parts ask for, and no others", () => {
  const files = reached();
  expect(files.length).toBeGreaterThan(50);
  const asked = files.flatMap((file) => {
    const source = readFileSync(file, "utf8");
    return [...source.matchAll(KEY)]
      .map(([, key, space]) => ({ key: key!.split("$")[0]!, space: space! }))
      .filter(({ key, space }) => isText(key, space))
      .map(({ space }) => space);
  });
  expect([...new Set(asked)].sort()).toEqual([...WALL_TEXTS]);
});

function isText(key: string, space: string): boolean {
  let texts: unknown = (chinese as Record<string, unknown>)[space];
  const parts = key.split(".").slice(1);
  for (const part of parts.slice(0, -1)) texts = (texts as Record<string, unknown> | undefined)?.[part];
  const last = parts.at(-1)!;
  return typeof texts === "object" && Object.keys(texts ?? {}).some((name) => name.startsWith(last));
}
