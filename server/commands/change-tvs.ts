import { z } from "zod";
import type { Tx } from "../../db/sql.ts";
import { readPlaylists } from "../../db/stores/playlists.ts";
import { readTvs, revokeTvRow, saveTv, type TvLine } from "../../db/stores/tvs.ts";
import { type TvCommand, tvSettingsSchema } from "../../domain/screens/types.ts";
import type { Context } from "../platform/context.ts";
import { tellTvs } from "../tvs/news.ts";
import { forgetReport } from "../tvs/reports.ts";
import { changeScreens } from "./change-screens.ts";
import { missing, Refusal } from "./refusal.ts";

const NAME_MAX = 60;

export const tvNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(NAME_MAX)
  .refine((name) => !name.includes("\0") && name.isWellFormed(), "must not hold NUL or a lone surrogate");

/** Settings that are not given stay. */
export const tvPatchBody = z
  .object({
    name: tvNameSchema.optional(),
    playlistId: z.uuid().optional(),
    // Without the defaults: a patch says nothing of what it leaves out.
    settings: z.object(noDefaults(tvSettingsSchema.shape)).partial().strict().optional(),
  })
  .strict();
export type TvPatch = z.infer<typeof tvPatchBody>;

/**
 * Renames a television, points it to another playlist, or changes its settings; it follows at once.
 * @throws Refusal when there is no such television or playlist, or the name is taken
 */
export function changeTv(context: Context, actor: string, id: string, patch: TvPatch): Promise<TvLine> {
  return changeScreens(context, actor, async ({ tx, audit }) => {
    const tvs = await readTvs(tx);
    const before = findTv(tvs, id);
    if (patch.name !== undefined) refuseTakenName(tvs, patch.name, id);
    if (patch.playlistId !== undefined) await refuseUnknownPlaylist(tx, patch.playlistId);
    const after = {
      name: patch.name ?? before.name,
      playlistId: patch.playlistId ?? before.playlistId,
      settings: tvSettingsSchema.parse({ ...before.settings, ...patch.settings }),
      paused: before.paused,
    };
    await saveTv(tx, id, after);
    const { name, playlistId, settings } = before;
    await audit("tv.change", `tv:${id}`, { before: { name, playlistId, settings }, after });
    return findTv(await readTvs(tx), id);
  });
}

/**
 * Takes a television's credential away for good: it is told and cut off, and shows a code again.
 * @throws Refusal when there is no such television
 */
export async function revokeTv(context: Context, actor: string, id: string): Promise<void> {
  await changeScreens(context, actor, async ({ tx, nowMs, audit }) => {
    const { name } = findTv(await readTvs(tx), id);
    await revokeTvRow(tx, id, nowMs);
    await audit("tv.revoke", `tv:${id}`, { name });
  });
  await forgetReport(context, id);
}

/**
 * Has a television do something now. Pausing lasts until it is resumed, also through a restart; the rest reaches only one
 * that is there.
 * @throws Refusal when there is no such television, or while Redis is away
 */
export async function commandTv(
  context: Context,
  actor: string,
  id: string,
  command: TvCommand,
): Promise<void> {
  await changeScreens(context, actor, async ({ tx, audit }) => {
    const tv = findTv(await readTvs(tx), id);
    const paused = command.do === "pause" || (tv.paused && command.do !== "resume");
    if (paused !== tv.paused) await saveTv(tx, id, { ...tv, paused });
    await audit("tv.command", `tv:${id}`, command);
  });
  const told = await tellTvs(context, { tv: id, command });
  // A pause is found in Postgres too.
  if (told || command.do === "pause" || command.do === "resume") return;
  throw new Refusal("not_told", "the television could not be told: Redis is away; try again in a moment", {
    kind: "away",
  });
}

function findTv(tvs: readonly TvLine[], id: string): TvLine {
  const tv = tvs.find((known) => known.id === id);
  if (tv) return tv;
  throw missing("no_such_tv", `there is no television "${id}"; GET /api/v1/tvs lists them`);
}

/** @param except the television that may have the name */
export function refuseTakenName(tvs: readonly TvLine[], name: string, except: string | null): void {
  if (!tvs.some((tv) => tv.name === name && tv.id !== except)) return;
  throw new Refusal("name_taken", `name: another television is called "${name}"; choose another name`);
}

export async function refuseUnknownPlaylist(tx: Tx, id: string): Promise<void> {
  if ((await readPlaylists(tx)).some((playlist) => playlist.id === id)) return;
  throw new Refusal(
    "no_such_playlist",
    `playlistId: there is no playlist "${id}"; GET /api/v1/playlists lists them`,
  );
}

type Bare<T> = { [K in keyof T]: T[K] extends z.ZodDefault<infer Inner> ? Inner : T[K] };

function noDefaults<T extends z.ZodRawShape>(shape: T): Bare<T> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [
      name,
      field instanceof z.ZodDefault ? field.removeDefault() : field,
    ]),
  ) as Bare<T>;
}
