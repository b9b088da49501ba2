import { parseInstant } from "../../../domain/wire/instant.ts";
import { REPLAY_SPEEDS, type ReplaySpeed } from "../../../domain/wire/replay.ts";

/** A stretch of the past as a link names it: epoch ms of shop time. */
export interface ReplayRange {
  fromMs: number;
  toMs: number;
}

export const DEFAULT_SPEED: ReplaySpeed = 600;

/** Reads FROM..TO, two instants with their offsets. @returns null when it is not that */
export function readRange(text: string): ReplayRange | null {
  const [from, to, ...rest] = text.split("..").map((part) => parseInstant(restorePlus(part)));
  if (typeof from !== "number" || typeof to !== "number" || rest.length > 0 || from > to) return null;
  return { fromMs: from, toMs: to };
}

/** @returns null when it is none of the speeds that there are */
export function readSpeed(text: string | undefined): ReplaySpeed | null {
  if (text === undefined) return DEFAULT_SPEED;
  return REPLAY_SPEEDS.find((speed) => String(speed) === text) ?? null;
}

/** The query of a link that plays this stretch at this speed. */
export function rangeQuery({ fromMs, toMs }: ReplayRange, speed: ReplaySpeed): Record<string, string> {
  const short = (ms: number) => new Date(ms).toISOString().replace(/\.000Z$/, "Z");
  return { replay: `${short(fromMs)}..${short(toMs)}`, speed: String(speed) };
}

/** A plus that was not escaped arrives as a space. */
function restorePlus(text: string): string {
  return text.replace(/ (\d{2}:\d{2})$/, "+$1");
}
