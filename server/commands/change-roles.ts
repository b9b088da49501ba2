import { deleteRole, saveRole } from "../../db/stores/roles.ts";
import type { NewRole, RolePatch } from "../../domain/oncall/bodies.ts";
import type { Directory, Role } from "../../domain/oncall/types.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import type { Context } from "../platform/context.ts";
import { type Change, changeDirectory } from "./change-directory.ts";
import { missing, Refusal } from "./refusal.ts";

/**
 * Adds a role that nodes may be owned by.
 * @throws Refusal for a key that is taken, and whatever it names that does not exist
 */
export function addRole(context: Context, actor: string, body: NewRole): Promise<Role> {
  return changeDirectory(context, actor, async (change) => {
    if (change.directory.roles.has(body.key))
      throw new Refusal(
        "role_exists",
        `key: "${body.key}" exists; PATCH /api/v1/roles/${body.key} changes it`,
      );
    const role: Role = { groupKey: null, schedule: null, members: [], ...body };
    await refuseUnknown(change, role);
    await saveRole(change.tx, role);
    await change.audit("role.add", `role:${role.key}`, body);
    return role;
  });
}

/**
 * Changes who has a role, in which chat group they are, and who of them is on call.
 * @throws Refusal when there is no such role, or it names what does not exist
 */
export function changeRole(context: Context, actor: string, key: string, patch: RolePatch): Promise<Role> {
  return changeDirectory(context, actor, async (change) => {
    const before = findRole(change.directory, key);
    const after: Role = { ...before, ...patch };
    await refuseUnknown(change, after);
    await saveRole(change.tx, after);
    const pick = (role: Role) =>
      Object.fromEntries(Object.keys(patch).map((field) => [field, role[field as keyof RolePatch]]));
    await change.audit("role.change", `role:${key}`, { before: pick(before), after: pick(after) });
    return after;
  });
}

/** @throws Refusal when there is no such role, or a node is owned by it */
export function removeRole(context: Context, actor: string, key: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const role = findRole(directory, key);
    const owned = nodesByRank(await context.settings.get(undefined, tx)).filter(({ owner }) => owner === key);
    if (owned.length > 0) {
      const names = owned.map((node) => node.key).join(", ");
      throw new Refusal("role_in_use", `"${key}" owns ${names}; give these another owner first`);
    }
    await deleteRole(tx, key);
    await audit("role.remove", `role:${key}`, role);
  });
}

function findRole(directory: Directory, key: string): Role {
  const role = directory.roles.get(key);
  if (!role) {
    const known = [...directory.roles.keys()].join(", ") || "none";
    throw missing("no_such_role", `there is no role "${key}"; known are ${known}`);
  }
  return role;
}

async function refuseUnknown({ tx, directory }: Change, role: Role): Promise<void> {
  refuseUnknownPeople(directory, "members", role.members);
  if (new Set(role.members).size < role.members.length)
    throw new Refusal(
      "named_twice",
      "members: somebody is named twice; name everybody once, the first is asked first",
    );
  if (role.schedule !== null && !directory.schedules.has(role.schedule)) {
    const known = [...directory.schedules.keys()].join(", ") || "none";
    throw new Refusal("no_such_schedule", `schedule: there is no "${role.schedule}"; known are ${known}`);
  }
  if (role.groupKey !== null) {
    const groups = await tx<{ key: string }[]>`select key from chat_groups order by key`;
    if (!groups.some(({ key }) => key === role.groupKey)) {
      const known = groups.map(({ key }) => key).join(", ") || "none";
      throw new Refusal("no_such_group", `groupKey: there is no "${role.groupKey}"; known are ${known}`);
    }
  }
}

/** @throws Refusal that names the first one whom nobody knows */
export function refuseUnknownPeople({ people }: Directory, field: string, ids: readonly string[]): void {
  const unknown = ids.find((id) => !people.has(id));
  if (unknown !== undefined)
    throw new Refusal(
      "no_such_person",
      `${field}: there is no person "${unknown}"; GET /api/v1/people lists them`,
    );
}
