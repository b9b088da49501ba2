import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import type { TvState } from "../../domain/screens/types.ts";
import { readTvState } from "../../server/queries/tv-state.ts";
import { findTv } from "../../server/tvs/find-tv.ts";
import { PATH_HEADER } from "../_ui/language.ts";
import { webContext } from "./context.ts";

/** The television that asks for the page; null: it is not paired, or was revoked. @throws when Postgres is away */
export const pairedTv = cache(async (): Promise<TvState | null> => {
  const context = webContext();
  const tv = await findTv(context, (await headers()).get("cookie"));
  return tv && (await readTvState(context, tv.id));
});

/** The language that a television was given, on its own page; null elsewhere, and where it cannot be told. */
export async function televisionLanguage(): Promise<string | null> {
  const path = (await headers()).get(PATH_HEADER) ?? "";
  if (!/^\/tv(\?|$)/.test(path)) return null;
  const tv = await pairedTv().catch(() => null);
  return tv?.settings.language ?? null;
}
