import { randomUUID } from "node:crypto";
import type { Tx } from "../../db/sql.ts";
import { readGroups } from "../../db/stores/groups.ts";
import { deleteRobot, findRobot, insertRobot, type Robot, updateRobot } from "../../db/stores/robots.ts";
import type { NewRobot, RobotPatch } from "../../domain/escalation/robot-bodies.ts";
import { type RobotSettings, robotSettings } from "../../domain/escalation/robot-settings.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { missing, Refusal } from "./refusal.ts";

/**
 * Adds a robot to a chat group.
 * @throws Refusal when there is no such group, or something to reach it by is missing
 */
export function addRobot(context: Context, actor: string, groupKey: string, given: NewRobot): Promise<Robot> {
  return changeDirectory(context, actor, async ({ tx, audit }) => {
    await refuseUnknownGroup(tx, groupKey);
    const settings = checked(given.kind, given);
    const { kind, name } = given;
    const id = randomUUID();
    await insertRobot(tx, { id, groupKey, kind, name, settings });
    await audit("robot.add", `robot:${id}`, { group: groupKey, kind, name });
    return (await findRobot(tx, groupKey, id))!;
  });
}

/**
 * Changes a robot: what is left out stays, null takes away. Secrets are in no audit.
 * @throws Refusal when there is no such robot, or something to reach it by is missing
 */
export function changeRobot(
  context: Context,
  actor: string,
  groupKey: string,
  id: string,
  patch: RobotPatch,
): Promise<Robot> {
  return changeDirectory(context, actor, async ({ tx, audit }) => {
    const before = await knownRobot(tx, groupKey, id);
    const { name = before.name, enabled = before.enabled, secret, keyword, ...target } = patch;
    const moved = target.token !== undefined || target.url !== undefined;
    const settings = checked(before.kind, {
      ...(moved ? target : { token: before.settings.token, url: before.settings.url }),
      secret: secret === undefined ? before.settings.secret : (secret ?? undefined),
      keyword: keyword === undefined ? before.settings.keyword : (keyword ?? undefined),
    });
    await updateRobot(tx, { id, name, settings, enabled });
    const changed = { name, enabled, secrets: moved || secret !== undefined || keyword !== undefined };
    await audit("robot.change", `robot:${id}`, {
      group: groupKey,
      before: { name: before.name, enabled: before.enabled },
      after: changed,
    });
    return (await findRobot(tx, groupKey, id))!;
  });
}

/** @throws Refusal when there is no such robot */
export function removeRobot(context: Context, actor: string, groupKey: string, id: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, audit }) => {
    const { kind, name } = await knownRobot(tx, groupKey, id);
    await deleteRobot(tx, id);
    await audit("robot.remove", `robot:${id}`, { group: groupKey, kind, name });
  });
}

/** @throws Refusal when there is no such group */
export async function refuseUnknownGroup(tx: Tx | Context["sql"], key: string): Promise<void> {
  if ((await readGroups(tx)).some((group) => group.key === key)) return;
  throw missing("no_such_group", `there is no group "${key}"; GET /api/v1/groups lists them`);
}

/** @throws Refusal when there is no such robot */
export async function knownRobot(tx: Tx, groupKey: string, id: string): Promise<Robot> {
  const robot = await findRobot(tx, groupKey, id);
  if (robot) return robot;
  throw missing(
    "no_such_robot",
    `group "${groupKey}" has no robot ${id}; GET /api/v1/groups/${groupKey}/robots lists them`,
  );
}

function checked(kind: Robot["kind"], given: RobotSettings): RobotSettings {
  const settings = robotSettings(kind, given);
  if ("problem" in settings) throw new Refusal("robot_out_of_reach", settings.problem);
  return settings;
}
