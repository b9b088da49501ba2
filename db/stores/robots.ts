import type { Sql, Tx } from "../sql.ts";

export type RobotKind = "dingtalk" | "wecom" | "feishu" | "webhook";

/** With its secrets: for sending only. */
export interface Robot {
  id: string;
  groupKey: string;
  kind: RobotKind;
  name: string;
  settings: RobotSecrets;
  enabled: boolean;
  /** Machine time, epoch ms. */
  bannedUntil: number | null;
  /** What the last message that it refused for good was refused for; null: it took the last one. */
  lastError: string | null;
}

/** `token` of a robot, `url` of a webhook, `secret` to sign with, `keyword` without which it takes nothing. */
export interface RobotSecrets {
  token?: string;
  url?: string;
  secret?: string;
  keyword?: string;
}

const columns = (sql: Sql | Tx) => sql`
  id, group_key as "groupKey", kind, name, settings, enabled, banned_until as "bannedUntil",
  last_error as "lastError"`;

export function readRobots(sql: Sql | Tx, groupKey: string): Promise<Robot[]> {
  return sql<Robot[]>`select ${columns(sql)} from robots where group_key = ${groupKey} order by name, id`;
}

export async function findRobot(sql: Sql | Tx, groupKey: string, id: string): Promise<Robot | null> {
  const [robot] = await sql<Robot[]>`
    select ${columns(sql)} from robots where group_key = ${groupKey} and id = ${id}`;
  return robot ?? null;
}

export async function insertRobot(
  tx: Tx,
  robot: Pick<Robot, "id" | "groupKey" | "kind" | "name" | "settings">,
): Promise<void> {
  await tx`
    insert into robots (id, group_key, kind, name, settings)
    values (${robot.id}, ${robot.groupKey}, ${robot.kind}, ${robot.name},
      ${JSON.stringify(robot.settings)}::text::jsonb)`;
}

/** A robot that is changed begins anew: what was wrong with it before is forgotten, a ban is not. */
export async function updateRobot(
  tx: Tx,
  { id, name, settings, enabled }: Pick<Robot, "id" | "name" | "settings" | "enabled">,
): Promise<void> {
  await tx`
    update robots set name = ${name}, settings = ${JSON.stringify(settings)}::text::jsonb, enabled = ${enabled},
      last_error = null
    where id = ${id}`;
}

export async function deleteRobot(tx: Tx, id: string): Promise<void> {
  await tx`delete from robots where id = ${id}`;
}

/** It took a message. */
export async function praiseRobot(tx: Tx, id: string): Promise<void> {
  await tx`update robots set last_error = null where id = ${id} and last_error is not null`;
}

/** It refused a message for good. */
export async function blameRobot(tx: Tx, id: string, error: string): Promise<void> {
  await tx`update robots set last_error = ${error} where id = ${id}`;
}

/** The provider takes nothing from it until then (machine time). A longer ban stays. */
export async function banRobot(tx: Tx, id: string, untilMs: number): Promise<void> {
  await tx`
    update robots set banned_until = greatest(banned_until, ${new Date(untilMs)}) where id = ${id}`;
}
