import { expect, test } from "vitest";
import { type PairingView, runPairing } from "./pairing-flow.ts";

const PAIRING = {
  device_code: "device",
  user_code: "BCDF-GHJK",
  verification_uri: "https://shop.example/tvs/pair",
  verification_uri_complete: "https://shop.example/tvs/pair?code=BCDF-GHJK",
  expires_in: 600,
  interval: 5,
};
const START = "/api/v1/tv/pairings";
const json = (body: object, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const refused =
  (error: string, more: object = {}) =>
  () =>
    json({ error, ...more }, 400);

/** Plays what the server answers, one after the other; tells what was shown and how long was waited in between. */
async function play(answers: (() => Response | Error)[]): Promise<string[]> {
  const told: string[] = [];
  let clock = 0;
  await runPairing({
    fetch: async (input) => {
      const answer = answers.shift();
      if (!answer) throw new Error("asked once too often");
      const given = answer();
      told.push(input === START ? "start" : "ask");
      if (given instanceof Error) throw given;
      return given;
    },
    wait: async (ms) => {
      clock += ms;
      told.push(`${ms / 1_000} s`);
    },
    now: () => clock,
    show: (view: PairingView) =>
      told.push(
        view.kind === "code"
          ? view.pairing.user_code
          : view.kind === "away"
            ? `away ${view.retryS}`
            : view.kind,
      ),
  });
  expect(answers).toEqual([]);
  return told;
}

const started = () => json(PAIRING);
const approved = () => json({ id: "tv", name: "作战室" });

test("a code is shown and asked about until somebody approves it", async () => {
  expect(await play([started, refused("authorization_pending"), approved])).toEqual([
    "start",
    "BCDF-GHJK",
    "5 s",
    "ask",
    "5 s",
    "ask",
    "paired",
  ]);
});

test("it asks more slowly when told so, and stays slow", async () => {
  const told = await play([
    started,
    refused("slow_down", { interval: 10 }),
    refused("authorization_pending"),
    approved,
  ]);
  expect(told.filter((one) => one.endsWith(" s"))).toEqual(["5 s", "10 s", "10 s"]);
});

test.each(["expired_token", "access_denied"])("after %s another code is shown", async (error) => {
  const told = await play([started, refused(error), started, approved]);
  expect(told.filter((one) => one === "start")).toHaveLength(2);
  expect(told.includes("denied")).toBe(error === "access_denied");
  expect(told.at(-1)).toBe("paired");
});

test("a server that is away, or answers nothing that is understood, is waited for", async () => {
  const away = () => new Error("no route");
  const told = await play([
    away,
    () => json({}, 429, { "retry-after": "30" }),
    () => new Response("<html>", { status: 502 }),
    started,
    away,
    () => new Response("<html>", { status: 502 }),
    approved,
  ]);
  expect(told).toEqual([
    ...["start", "away 5", "5 s", "start", "away 30", "30 s", "start", "away 5", "5 s", "start"],
    ...["BCDF-GHJK", "5 s", "ask", "5 s", "ask", "5 s", "ask", "paired"],
  ]);
});

test("a code that ran out unseen by the server is not shown for ever", async () => {
  const pending = Array.from({ length: 120 }, () => refused("authorization_pending"));
  const told = await play([started, ...pending, started, approved]);
  expect(told.filter((one) => one === "start")).toHaveLength(2);
});
