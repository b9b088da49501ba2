import { z } from "zod";
import { tvCommandSchema } from "../../domain/screens/types.ts";
import { prefixOf } from "../live/keys.ts";
import { duplicate } from "../live/pokes.ts";
import type { Context } from "../platform/context.ts";

type Live = Pick<Context, "redis" | "boardTag">;

const newsSchema = z.object({ tv: z.string().nullable(), command: tvCommandSchema.nullable() });
/** tv null: something changed that may be any television's. command null: it shows something else now, or is revoked. */
export type TvNews = z.infer<typeof newsSchema>;

const channelOf = (boardTag: string) => `${prefixOf(boardTag)}tvs`;

/**
 * Tells every web process what is new of a television.
 * @returns false when Redis is away: a change is found within TV_LOOK_MS without it, a command is not
 */
export async function tellTvs({ redis, boardTag }: Live, news: TvNews): Promise<boolean> {
  if (redis.status !== "ready") return false;
  return redis.publish(channelOf(boardTag), JSON.stringify(news)).then(
    () => true,
    () => false,
  );
}

/** Listens for it on a connection of its own. @returns how to stop */
export function listenForTvs({ redis, boardTag }: Live, hear: (news: TvNews) => void): () => void {
  const connection = duplicate(redis);
  connection.on("ready", () => {
    void connection.subscribe(channelOf(boardTag)).catch(() => {});
    // What was told meanwhile was told to nobody.
    hear({ tv: null, command: null });
  });
  connection.on("message", (_channel, text) => {
    const news = newsSchema.safeParse(JSON.parse(text));
    if (news.success) hear(news.data);
  });
  return () => connection.disconnect();
}
