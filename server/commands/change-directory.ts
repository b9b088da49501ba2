import { readDirectory } from "../../db/stores/directory.ts";
import { ownDirectory } from "../../db/stores/locks.ts";
import type { Directory } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { forgetDirectory } from "../queries/directory.ts";
import { changeAlone, type Change as Lone } from "./change-alone.ts";

/** What whoever changes the directory stands on. */
export interface Change extends Lone {
  /** As it is before, and stays until this transaction ends: nobody else changes it meanwhile. */
  directory: Directory;
}

/**
 * Runs a change of people, roles, schedules or groups, alone and in one transaction with its audit.
 * @param actor who, for the audit
 * @throws Refusal from `change`, with nothing changed
 */
export async function changeDirectory<T>(
  context: Context,
  actor: string,
  change: (change: Change) => Promise<T>,
): Promise<T> {
  const done = await changeAlone(context, actor, ownDirectory, async (alone) =>
    change({ ...alone, directory: await readDirectory(alone.tx) }),
  );
  forgetDirectory(context);
  return done;
}
