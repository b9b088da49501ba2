import { Counter, Gauge, type Registry } from "prom-client";
import type { Pulse } from "../../../domain/wire/board.ts";
import { pulseOf } from "../../live/pulse.ts";
import { type LiveState, readLiveState } from "../../live/read-board.ts";
import type { Context } from "../../platform/context.ts";
import { within } from "../../platform/within.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

const STATES: Pulse["state"][] = ["live", "catching_up", "late"];

/**
 * What Redis tells: how the board is, when each source was last heard, and how Redis itself is.
 * @returns asks it anew; while it is away its figures are absent
 */
export function boardMetrics(registry: Registry, context: Context): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const up = gauge("andon_redis_up", "1 while Redis answers");
  const lag = gauge("andon_board_lag_seconds", "How far the board is behind what was committed");
  const state = new Gauge({
    name: "andon_board_state",
    help: "1 for the state that the board is in: live, catching_up or late",
    labelNames: ["state"],
    registers,
  });
  const epoch = gauge("andon_board_epoch", "Generation of the board; a rebuild begins a new one");
  const heard = new Gauge({
    name: "andon_source_heard_age_seconds",
    help: "Since a source's last event arrived, of the 50 sources heard last",
    labelNames: ["source"],
    registers,
  });
  const silent = new Gauge({
    name: "andon_source_silent",
    help: "1 for a source that has been silent for longer than it usually is at this hour",
    labelNames: ["source"],
    registers,
  });
  const memory = gauge("andon_redis_memory_bytes", "Memory that Redis uses");
  const evicted = new Counter({
    name: "andon_redis_evicted_keys_total",
    help: "Keys that Redis threw away for want of memory; any of them may be part of the board",
    registers,
  });

  const set = ({ at, signs }: LiveState) => {
    const { clock } = context;
    const pulse = pulseOf(signs, clock);
    if (signs.mark !== null) lag.set(pulse.lagMs / 1_000);
    for (const each of STATES) state.set({ state: each }, pulse.state === each ? 1 : 0);
    if (at !== null) epoch.set(at.epoch);
    for (const [source, { lastReceivedAt, silence }] of Object.entries(signs.mark?.sources ?? {})) {
      silent.set({ source }, silence === null ? 0 : 1);
      if (lastReceivedAt === null) continue;
      heard.set({ source }, Math.max(0, clock.machineNow() - Date.parse(lastReceivedAt)) / 1_000);
    }
  };
  return async () => {
    const [live, info] = await Promise.all([
      within(readLiveState(context), ASK_WITHIN_MS).catch(() => null),
      within(context.redis.info(), ASK_WITHIN_MS).catch(() => ""),
    ]);
    up.set(live === null ? 0 : 1);
    for (const each of [lag, epoch, memory, evicted]) each.remove();
    for (const each of [state, heard, silent]) each.reset();
    if (live !== null) set(live);
    const figure = (name: string) => /\d+/.exec(new RegExp(`^${name}:\\d+`, "m").exec(info)?.[0] ?? "")?.[0];
    if (figure("used_memory")) memory.set(Number(figure("used_memory")));
    if (figure("evicted_keys")) evicted.inc(Number(figure("evicted_keys")));
  };
}
