import { ownScreens } from "../../db/stores/locks.ts";
import type { Context } from "../platform/context.ts";
import { tellTvs } from "../tvs/news.ts";
import { type Change, changeAlone } from "./change-alone.ts";

/**
 * Runs a change of televisions or playlists, alone and in one transaction with its audit; televisions hear of it at once.
 * @param actor who, for the audit
 * @throws Refusal from `change`, with nothing changed
 */
export async function changeScreens<T>(
  context: Context,
  actor: string,
  change: (change: Change) => Promise<T>,
): Promise<T> {
  const done = await changeAlone(context, actor, ownScreens, change);
  await tellTvs(context, { tv: null, command: null });
  return done;
}
