import { expect, test } from "vitest";
import { HOUR_MS } from "./chance/time.ts";
import { OptionError, readOptions } from "./options.ts";

const env = { ANDON_API_KEY: "a-key-for-tests-1", ANDON_URL: "http://127.0.0.1:4000/" };

test("defaults are the demo's; the shop opens where the demo's clock starts", () => {
  expect(readOptions([], { ...env, ANDON_CLOCK: "2026-11-22T02:00:00Z@60" })).toEqual({
    url: "http://127.0.0.1:4000",
    apiKey: env.ANDON_API_KEY,
    seed: 20_261_111,
    historyMs: 48 * HOUR_MS,
    ordersPerDay: 12_000,
    openedAt: Date.parse("2026-11-22T02:00:00Z"),
  });
  expect(readOptions(["--seed", "7", "--history-hours=0"], env)).toMatchObject({
    seed: 7,
    historyMs: 0,
    openedAt: undefined,
  });
});

test.each([
  { argv: ["--seed", "x"], says: '--seed is "x"' },
  { argv: ["--orders-per-day", "0"], says: "--orders-per-day" },
  { argv: ["--history-hours", "1.5"], says: "--history-hours" },
  { argv: ["--opened", "yesterday"], says: "--opened" },
  { argv: ["--sped", "2"], says: "--sped" },
  { argv: [], env: { ANDON_API_KEY: "" }, says: "ANDON_API_KEY" },
  { argv: [], env: { ANDON_URL: "nowhere" }, says: "ANDON_URL" },
])("$argv $env is refused with its name", ({ argv, env: wrong, says }) => {
  const read = () => readOptions(argv, { ...env, ...wrong });
  expect(read).toThrow(OptionError);
  expect(read).toThrow(says);
});
