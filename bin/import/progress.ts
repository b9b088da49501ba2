import type { Language } from "../../server/sources/csv/problem.ts";

const WORDS = {
  zh: { read: "读取", record: "写入", rows: "行", rate: "行/秒" },
  en: { read: "Reading", record: "Recording", rows: "rows", rate: "rows/s" },
} as const;

const BAR_WIDTH = 28;
const DRAW_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const SECOND_MS = 1_000;

/** Shows how far an import is: a bar on a terminal, a plain line every few seconds elsewhere. */
export class Progress {
  #words: (typeof WORDS)[Language];
  #out: NodeJS.WriteStream;
  #stage: "read" | "record" = "read";
  #startedAt = performance.now();
  #shownAt = performance.now();

  constructor(language: Language, out: NodeJS.WriteStream = process.stdout) {
    this.#words = WORDS[language];
    this.#out = out;
  }

  start(stage: "read" | "record"): void {
    this.clear();
    this.#stage = stage;
    this.#startedAt = this.#shownAt = performance.now();
  }

  /** @param share of the stage that is done, 0 to 1 */
  show(share: number, rows: number): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#out.isTTY ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
    this.#shownAt = now;
    const { rows: unit, rate, [this.#stage]: verb } = this.#words;
    const perSecond = Math.round((rows * SECOND_MS) / Math.max(1, now - this.#startedAt));
    const percent = `${Math.floor(Math.min(1, share) * 100)}%`.padStart(4);
    const told = `${percent} ${count(rows)} ${unit} · ${count(perSecond)} ${rate}`;
    if (!this.#out.isTTY) this.#out.write(`… ${verb}${told}\n`);
    else {
      const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
      this.#out.write(`\r\x1b[K${verb} ${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}${told}`);
    }
  }

  clear(): void {
    if (this.#out.isTTY) this.#out.write("\r\x1b[K");
  }
}

/** 12,034 */
export function count(n: number): string {
  return n.toLocaleString("en");
}
