import type { Snapshot } from "../../domain/wire/board.ts";
import type { Context } from "../platform/context.ts";
import { prefixOf } from "./keys.ts";
import { pulseOf, type Signs } from "./pulse.ts";
import { type PackedRow, unpackRows } from "./rows.ts";
import { readScript } from "./scripts.ts";
import { parseMark, toWatermark } from "./watermark.ts";

type Reply = [
  epoch: string | null,
  rebuilding: number,
  asOf: string | null,
  seq: string | null,
  orders: string | null,
  revision: string | null,
  watermark: string | null,
  events: number,
  rows: string[],
];

/** Where the board in Redis stands. */
export interface LiveState {
  signs: Signs;
  /** Null while there is no board. */
  at: { epoch: number; seq: number; asOfMs: number } | null;
}

/** Where the board in Redis stands, without its rows. @throws when Redis is away */
export async function readLiveState(
  context: Pick<Context, "redis" | "boardTag" | "clock">,
): Promise<LiveState> {
  return stateOf(await read(context, false));
}

/**
 * The board as the ticker last showed it, read as one moment: at most a quarter of a second old while all is well.
 * @returns null while Redis has none or is away
 */
export async function readLiveBoard(
  context: Pick<Context, "redis" | "boardTag" | "clock" | "settings">,
): Promise<Snapshot | null> {
  const reply = await read(context, true).catch(() => null);
  if (reply === null) return null;
  const { at, signs } = stateOf(reply);
  if (at === null) return null;
  const settings = await context.settings.get(Number(reply[5]));
  const rows = new Map<string, PackedRow>();
  for (let i = 0; i + 1 < reply[8].length; i += 2) rows.set(reply[8][i]!, reply[8][i + 1]!);
  return {
    epoch: at.epoch,
    seq: at.seq,
    asOf: new Date(at.asOfMs).toISOString(),
    watermark: toWatermark(signs.mark),
    ...unpackRows(settings, rows, Number(reply[4])),
    pulse: pulseOf(signs, context.clock),
  };
}

async function read(
  { redis, boardTag, clock }: Pick<Context, "redis" | "boardTag" | "clock">,
  withRows: boolean,
): Promise<Reply> {
  const second = Math.floor(clock.machineNow() / 1000);
  return (await readScript.run(redis, prefixOf(boardTag), [second, withRows ? 1 : 0])) as Reply;
}

function stateOf([epoch, rebuilding, asOf, seq, , , watermark, eventsPerMinute]: Reply): LiveState {
  const at =
    epoch === null || seq === null || asOf === null
      ? null
      : { epoch: Number(epoch), seq: Number(seq), asOfMs: Number(asOf) };
  const signs = {
    hasBoard: at !== null,
    rebuilding: rebuilding === 1,
    mark: parseMark(watermark),
    eventsPerMinute,
  };
  return { at, signs };
}
