import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../../domain/testing/seed.ts";
import { type Answer, type RobotServer, robotServer } from "../channels/testing/robot-server.ts";
import { type TestContext, testContext } from "../testing/context.ts";
import { claimNext } from "./claim-next.ts";
import { runJob, sendDue, settleLostSends } from "./send-due.ts";
import { addRobot, queue, standing } from "./testing/told-shop.ts";

const MESSAGES = 20;
const OK: Answer = { body: { errcode: 0 } };
/** What a bad provider answers; those with `taken` have the message all the same. */
const FAULTS: { answer: Answer; taken: boolean }[] = [
  { answer: "reset", taken: true },
  { answer: { status: 504, body: "" }, taken: true },
  { answer: { status: 500, body: "" }, taken: false },
  { answer: { status: 429, headers: { "retry-after": "3" }, body: "" }, taken: false },
  { answer: { body: { errcode: -1, errmsg: "busy" } }, taken: false },
  { answer: { body: { errcode: 130101, errmsg: "too fast" } }, taken: false },
];

let context: TestContext;
let server: RobotServer;
beforeAll(async () => {
  server = await robotServer(OK);
  context = await testContext({
    machineNow: Date.parse("2026-11-22T02:00:00Z"),
    env: { DINGTALK_BASE_URL: server.url },
  });
});
afterAll(async () => {
  await context.close();
  await server.close();
});

test(`whatever senders and providers do, each message is settled and repeated at most once (seed ${SEED})`, async () => {
  const random = generator(SEED);
  for (let n = 0; n < 3; n++) await addRobot(context);
  const ids: string[] = [];
  for (let n = 0; n < MESSAGES; n++)
    ids.push(await queue(context, { orderNo: `N${n}-`, severity: n % 2 ? 1 : 2 }));
  const sentAt: { robot: string; at: number }[] = [];

  for (let round = 0; round < 60 && (await unsettled()) > 0; round++) {
    const wild = round < 12;
    for (let n = 0; wild && n < MESSAGES; n++) {
      server.next.push(random(2) === 0 ? OK : FAULTS[random(FAULTS.length)]!.answer);
    }
    if (!wild) server.next.length = 0;
    const before = server.received.length;
    if (wild && random(3) === 0) await die(random(2) === 0);
    else await Promise.all([sendDue(context), sendDue(context)]);
    for (const { query } of server.received.slice(before)) {
      sentAt.push({ robot: query.get("access_token")!, at: context.clock.machineNow() });
    }
    context.setMachineNow(context.clock.machineNow() + (wild ? 500 + random(40_000) : 120_000));
    await settleLostSends(context);
  }

  const all = await Promise.all(ids.map((id) => standing(context, id)));
  for (const { state, attempts } of all) {
    expect(["accepted", "failed"]).toContain(state);
    expect(attempts.filter((attempt) => attempt.state === "intent")).toEqual([]);
    expect(attempts.filter((attempt) => attempt.state === "unknown").length).toBeLessThanOrEqual(2);
    expect(attempts.at(-1)!.state === "accepted").toBe(state === "accepted");
  }
  for (let n = 0; n < MESSAGES; n++) {
    const copies = server.received.filter(
      ({ answer, raw }) => raw.includes(`单号 N${n}-0`) && (answer === OK || isTaken(answer)),
    );
    expect(copies.length, `message ${n}`).toBeLessThanOrEqual(2);
    for (const { raw } of copies.slice(1)) expect(raw).toContain("（可能重复）");
    if (all[n]!.state === "accepted") expect(copies.length).toBeGreaterThanOrEqual(1);
  }
  for (const robot of new Set(sentAt.map((each) => each.robot))) {
    const times = sentAt.filter((each) => each.robot === robot).map(({ at }) => at);
    for (let i = 20; i < times.length; i++) expect(times[i]! - times[i - 20]!).toBeGreaterThanOrEqual(60_000);
  }
}, 20_000);

const isTaken = (answer: Answer) => FAULTS.some((fault) => fault.taken && fault.answer === answer);

/** A sender that dies with its intent committed: before the request, or after it with the answer unread. */
async function die(sent: boolean): Promise<void> {
  const claim = await claimNext(context);
  if (claim.kind !== "job" || !sent) return;
  const { attempt, ...job } = claim.job;
  // Its attempt is nobody's, so nothing of the answer is written down.
  const ghost = { ...attempt, id: "00000000-0000-4000-8000-00000000dead" };
  await runJob(context, { ...job, attempt: ghost });
}

async function unsettled(): Promise<number> {
  const [row] = await context.sql<{ count: number }[]>`
    select count(*)::int from notifications where state in ('queued', 'sending')`;
  return row!.count;
}

/** A small generator of whole numbers below a bound: the same seed gives the same night. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
