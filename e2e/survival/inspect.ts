import { setTimeout as sleep } from "node:timers/promises";
import type { Board, Snapshot } from "../../domain/wire/board.ts";
import { readLiveBoard } from "../../server/live/read-board.ts";
import { readOverdue } from "../../server/live/read-overdue.ts";
import { realClock } from "../../server/platform/clock.ts";
import type { Context } from "../../server/platform/context.ts";
import { boardAsOf } from "../../server/queries/board-as-of.ts";
import type { Fleet } from "./fleet.ts";
import type { Screen } from "./screen.ts";
import { differences, type SentEvent, type Shop } from "./shop.ts";
import type { Witness } from "./witness.ts";

const POLL_MS = 50;
/** Far beyond the promised 10 s: a machine that is busy with other tests must not fail what is right in the end. */
const SETTLES_WITHIN_MS = 45_000;
const SHOWN_PROBLEMS = 12;

/** All that the invariants are about. */
export interface Stage {
  fleet: Fleet;
  shop: Shop;
  screens: readonly Screen[];
  witness: Witness;
}

/** What was found at a quiet point: no traffic, every process up. */
export interface Inspection {
  problems: string[];
  /** From when every process was up until the board said that it was live and had seen everything, in ms. */
  settledMs: number;
}

/**
 * Holds everything to the truth. Once the board says of itself that it is live and has seen all that was acknowledged,
 * it must be right at that very moment: nothing is tried again.
 */
export async function inspect({ fleet, shop, screens, witness }: Stage): Promise<Inspection> {
  const quietSince = realClock.machineNow();
  const problems: string[] = [];
  await fleet.whenUp();
  const from = performance.now();
  let settledMs = 0;
  await fleet.look(async (context) => {
    problems.push(...(await compareLog(context, shop.sent)));
    const live = await whenLive("Redis", quietSince, () => readLiveBoard(context).catch(() => null));
    settledMs = performance.now() - from;
    if (typeof live === "string") return void problems.push(live);
    witness.saw("Redis", live);
    problems.push(...(await compareBoard("Redis", live, context, shop)));
    problems.push(...(await compareOverdue(context)));
    for (const url of fleet.urls) {
      const answered = await boardFrom(url, fleet.key);
      if (typeof answered === "string") problems.push(answered);
      else {
        witness.saw(url, answered);
        problems.push(...(await compareBoard(url, answered, context, shop)));
      }
    }
    for (const screen of screens) {
      const shown = await whenLive(screen.name, quietSince, async () =>
        screen.link() === "live" ? screen.board() : null,
      );
      if (typeof shown === "string") problems.push(shown);
      else problems.push(...(await compareBoard(screen.name, shown, context, shop)));
    }
  });
  problems.push(...witness.conflicts);
  return { problems: problems.slice(0, SHOWN_PROBLEMS), settledMs };
}

/** Waits until a board says that it is live and has seen all until then. @returns what is wrong when it never does */
export async function whenLive(
  who: string,
  seenUntil: number,
  read: () => Promise<Snapshot | null>,
): Promise<Snapshot | string> {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  let last: Snapshot | null = null;
  while (performance.now() < deadline) {
    last = await read();
    const until = Date.parse(last?.watermark.pipeline ?? "");
    if (last?.pulse.state === "live" && until >= seenUntil) return last;
    await sleep(POLL_MS);
  }
  const state = last === null ? "no board" : `${last.pulse.state}, ${last.pulse.lagMs} ms behind`;
  return `${who} is not live within ${SETTLES_WITHIN_MS} ms: ${state}`;
}

/** The board at a web process, once it is Redis's and not counted in Postgres. */
async function boardFrom(url: string, key: string): Promise<Board | string> {
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  let last = "";
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/api/v1/board`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(SETTLES_WITHIN_MS),
    }).catch(() => null);
    const text = (await answer?.text()) ?? "no answer";
    if (answer?.status === 200) {
      const board = JSON.parse(text) as Board;
      if (board.epoch !== null) return board;
    }
    last = `${answer?.status} ${text.slice(0, 200)}`;
    await sleep(POLL_MS);
  }
  return `${url} gives no live board: ${last}`;
}

/** Against a recount by the product from Postgres, and against the shop's own count. */
async function compareBoard(who: string, board: Board, context: Context, shop: Shop): Promise<string[]> {
  const asOf = Date.parse(board.asOf);
  const truth = await boardAsOf(context, asOf);
  const problems = differences(board, shop.expected(asOf)).map((text) => `${who} at ${board.asOf}: ${text}`);
  for (const part of ["totals", "nodes", "watches"] as const) {
    if (JSON.stringify(board[part]) !== JSON.stringify(truth[part])) {
      problems.push(`${who} at ${board.asOf}: its ${part} are not what Postgres counts`);
    }
  }
  return problems;
}

/** Overdue visits and the sum of their deadlines, which are kept incrementally, against SQL. */
async function compareOverdue(context: Context): Promise<string[]> {
  const kept = await readOverdue(context);
  if (kept === null) return ["Redis tells no overdue sums"];
  const at = new Date(kept.asOfMs);
  const counted = await context.sql<{ node: string; visits: number; ms: string }[]>`
    select node, count(*) as visits,
      trunc(sum(extract(epoch from ${at} - due_at)) * 1000)::bigint::text as ms
    from visits where due_at <= ${at} and entered_at <= ${at} and (left_at is null or left_at > ${at}) group by node`;
  const text = (rows: [string, number, string][]) =>
    JSON.stringify(rows.sort((a, b) => (a[0] < b[0] ? -1 : 1)));
  const is = text(
    [...kept.nodes]
      .filter(([, { visits }]) => visits > 0)
      .map(([node, { visits, overdueMs }]) => [node, visits, String(overdueMs)]),
  );
  const want = text(counted.map(({ node, visits, ms }) => [node, visits, ms]));
  return is === want ? [] : [`overdue sums: Redis ${is}, Postgres ${want}`];
}

/** Every event that was acknowledged is in the log, once, as it was sent; and nothing else is. */
async function compareLog({ sql }: Context, sent: readonly SentEvent[]): Promise<string[]> {
  const rows = await sql<{ id: string; fact: string }[]>`
    select e.id, o.order_no || ' ' || e.token || ' ' || e.node || ' '
      || (extract(epoch from e.occurred_at) * 1000)::bigint as fact
    from events e join orders o on o.id = e.order_id`;
  const stored = new Map<string, string>();
  const problems: string[] = [];
  for (const { id, fact } of rows) {
    if (stored.has(id)) problems.push(`the log holds ${id} twice`);
    stored.set(id, fact);
  }
  for (const { id, orderNo, token, node, occurredAt } of sent) {
    const fact = `${orderNo} ${token} ${node} ${Date.parse(occurredAt)}`;
    if (stored.get(id) !== fact) problems.push(`the log has lost ${id} (${fact}): it has ${stored.get(id)}`);
  }
  if (stored.size !== sent.length)
    problems.push(`the log holds ${stored.size} events, sent were ${sent.length}`);
  return problems;
}
