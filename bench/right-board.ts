import { isDeepStrictEqual } from "node:util";
import type { Board, NodeRow, Totals } from "../domain/wire/board.ts";
import { getJson, type RunningAndon } from "./andon.ts";
import type { Screen } from "./screen.ts";

const RIGHT_WITHIN_MS = 240_000;

/** What a board must at least hold to be the one that is waited for. */
interface Wanted {
  open: number;
  /** Of a generation after this one. */
  afterEpoch?: number;
}

/**
 * Waits until the screen shows a board that says it is live and equals what Postgres counts for the same instant, node
 * by node.
 * @returns machine ms at which that board arrived, and what it was
 */
export async function untilRight(
  andon: RunningAndon,
  screen: Screen,
  wanted: Wanted,
): Promise<{ atMs: number; board: Board }> {
  const until = Date.now() + RIGHT_WITHIN_MS;
  let why = "nothing was shown";
  while (Date.now() < until) {
    for (const { atMs, board, pulse } of await screen.next()) {
      why = `${pulse.state}, epoch ${board.epoch}, ${board.totals.open} open`;
      if (pulse.state !== "live" || board.totals.open < wanted.open) continue;
      if (board.epoch === null || board.epoch <= (wanted.afterEpoch ?? 0)) continue;
      // Counted later than it was shown: the instant is what counts, and nothing happens meanwhile.
      if (await equalsPostgres(andon, board)) return { atMs, board };
      why += ", which is not what Postgres counts";
    }
  }
  throw new Error(`no right board within ${RIGHT_WITHIN_MS / 1000} s: ${why}`);
}

async function equalsPostgres(andon: RunningAndon, board: Board): Promise<boolean> {
  const counted = await getJson<Board>(andon, `/api/v1/board?asOf=${encodeURIComponent(board.asOf)}`);
  return isDeepStrictEqual(countsOf(board), countsOf(counted));
}

function countsOf({ totals, nodes }: { totals: Totals; nodes: readonly NodeRow[] }) {
  const rows = nodes.map(({ key, green, yellow, red, breached, oldestEnteredAt }) => ({
    key,
    green,
    yellow,
    red,
    breached,
    oldestEnteredAt,
  }));
  return { totals, rows };
}
