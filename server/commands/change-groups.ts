import { deleteGroup, type GroupRow, readGroups, saveGroup } from "../../db/stores/groups.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { missing, Refusal } from "./refusal.ts";

/** Adds a chat group or gives it another name. */
export function setGroup(
  context: Context,
  actor: string,
  key: string,
  { name }: { name: string },
): Promise<GroupRow> {
  return changeDirectory(context, actor, async ({ tx, audit }) => {
    const before = (await readGroups(tx)).find((group) => group.key === key);
    await saveGroup(tx, { key, name });
    if (before?.name !== name)
      await audit("group.set", `group:${key}`, { before: before?.name ?? null, after: name });
    return { robots: 0, enabledRobots: 0, ...before, key, name };
  });
}

/** @throws Refusal when there is no such group, or a role or a robot is in it */
export function removeGroup(context: Context, actor: string, key: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const group = (await readGroups(tx)).find((known) => known.key === key);
    if (!group) throw missing("no_such_group", `there is no group "${key}"; GET /api/v1/groups lists them`);
    const roles = [...directory.roles.values()].filter((role) => role.groupKey === key);
    if (roles.length > 0) {
      const names = roles.map((role) => role.key).join(", ");
      throw new Refusal("group_in_use", `"${key}" is the group of ${names}; give these another group first`);
    }
    if (group.robots > 0)
      throw new Refusal("group_in_use", `"${key}" has ${group.robots} robots; remove them first`);
    await deleteGroup(tx, key);
    await audit("group.remove", `group:${key}`, { name: group.name });
  });
}
