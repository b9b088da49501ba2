import { z } from "zod";
import type { HeardReport } from "../../domain/screens/alarm.ts";
import { tvReportSchema } from "../../domain/screens/types.ts";
import { prefixOf } from "../live/keys.ts";
import type { Context } from "../platform/context.ts";
import { REPORT_LIVES_MS } from "./limits.ts";

type Live = Pick<Context, "redis" | "boardTag">;

const heardSchema = z.object({ report: tvReportSchema, at: z.number(), behindMs: z.number() });

const keyOf = (boardTag: string, id: string) => `${prefixOf(boardTag)}tv:${id}`;

/** Keeps what a television told of itself where every web process finds it. @throws when Redis is away */
export async function keepReport({ redis, boardTag }: Live, id: string, heard: HeardReport): Promise<void> {
  await redis.set(keyOf(boardTag, id), JSON.stringify(heard), "PX", REPORT_LIVES_MS);
}

/** What each of these televisions last told; those that told nothing lately are missing. @throws when Redis is away */
export async function readReports(
  { redis, boardTag }: Live,
  ids: readonly string[],
): Promise<Map<string, HeardReport>> {
  const heard = new Map<string, HeardReport>();
  if (ids.length === 0) return heard;
  const texts = await redis.mget(ids.map((id) => keyOf(boardTag, id)));
  for (const [at, text] of texts.entries()) {
    const parsed = text === null ? null : heardSchema.safeParse(JSON.parse(text));
    if (parsed?.success) heard.set(ids[at]!, parsed.data);
  }
  return heard;
}

/** A television that was revoked is not heard of any more. */
export async function forgetReport({ redis, boardTag }: Live, id: string): Promise<void> {
  if (redis.status === "ready") await redis.del(keyOf(boardTag, id)).catch(() => {});
}
