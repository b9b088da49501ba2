import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Asker, createAsker } from "./asker.ts";

/** News come four times while an answer is on its way. */
const ANSWER_MS = 1_000;
const NEWS_EVERY_MS = 250;

let questions: { given: "up" | "answered" | null; signal: AbortSignal }[];
let refused: boolean;
let told: (number | null)[];
let asker: Asker;

/** Answers with the number of the question, in its time. */
function answerSlowly(_path: string, { signal }: { signal: AbortSignal }) {
  const question: (typeof questions)[number] = { given: null, signal };
  const number = questions.push(question);
  return new Promise((resolve, reject) => {
    const answer = setTimeout(() => {
      question.given = "answered";
      resolve({ ok: !refused, json: async () => number });
    }, ANSWER_MS);
    signal.addEventListener("abort", () => {
      question.given ??= "up";
      clearTimeout(answer);
      reject(signal.reason);
    });
  });
}

const given = () => questions.map((question) => question.given);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", answerSlowly);
  [questions, refused, told] = [[], false, []];
  asker = createAsker(
    (get) => get("/api/v1/escalations") as Promise<number>,
    (answer) => told.push(answer),
  );
});
afterEach(() => {
  asker.end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("news that come faster than answers cost none of them, and the last news are asked for", async () => {
  asker.ask();
  for (let at = 0; at < 4 * ANSWER_MS; at += NEWS_EVERY_MS) {
    await vi.advanceTimersByTimeAsync(NEWS_EVERY_MS - 1);
    asker.ask();
    expect(given().filter((answer) => answer === null)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(told).toEqual([1, 2, 3, 4]);
  await vi.advanceTimersByTimeAsync(ANSWER_MS);
  expect(told).toEqual([1, 2, 3, 4, 5]);
  // Nothing new since the fifth was asked: the next one has half a minute.
  await vi.advanceTimersByTimeAsync(30_000 - 1);
  expect(questions).toHaveLength(5);
  await vi.advanceTimersByTimeAsync(1);
  expect(questions).toHaveLength(6);
});

test("whoever ends it gives up what runs, hears nothing more and leaves no timer", async () => {
  asker.ask();
  asker.ask();
  asker.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(given()).toEqual(["up"]);
  expect(told).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("it waits by one timer, however often it was asked, and none is left once it has ended", async () => {
  for (let i = 0; i < 3; i++) {
    asker.ask();
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    expect(vi.getTimerCount()).toBe(1);
  }
  asker.end();
  expect(vi.getTimerCount()).toBe(0);
});

test("a question that got no answer is told and soon asked again", async () => {
  refused = true;
  asker.ask();
  await vi.advanceTimersByTimeAsync(ANSWER_MS);
  refused = false;
  await vi.advanceTimersByTimeAsync(5_000 + ANSWER_MS);
  expect(told).toEqual([null, 2]);
});

test("one that takes longer than twenty seconds is given up, and what came meanwhile is asked for", async () => {
  vi.stubGlobal("fetch", (path: string, options: { signal: AbortSignal }) => {
    void answerSlowly(path, options).catch(() => {});
    return new Promise((_, reject) => options.signal.addEventListener("abort", () => reject(options.signal)));
  });
  asker.ask();
  asker.ask();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([null]);
  expect(questions).toHaveLength(2);
});
