import { connect, type Sql } from "../../db/sql.ts";
import { readDirectory } from "../../db/stores/directory.ts";
import { readEscalationSettings } from "../../db/stores/escalation-settings.ts";
import { readGroups } from "../../db/stores/groups.ts";
import { readRobots } from "../../db/stores/robots.ts";
import { readSettings } from "../../db/stores/settings.ts";
import { nodesByRank } from "../../domain/settings/history.ts";
import { machineNow, parseClock } from "../../server/platform/clock.ts";
import type { Env } from "../../server/platform/env.ts";
import { folderHolder } from "../supervisor/claim-folder.ts";
import { readState } from "../supervisor/service-state.ts";
import type { Finding } from "./finding.ts";
import { judgePeople } from "./judge-people.ts";
import { judgeChannels } from "./judge-robots.ts";

/**
 * Who would be told tonight, and through what. Nothing is found of a database that does not answer or has not our
 * newest schema: what is said of PostgreSQL tells why.
 */
export async function lookAtPeople(env: Env): Promise<Finding[]> {
  const running = folderHolder(env.dataDir) ? readState(env.dataDir) : null;
  const url = env.databaseUrl ?? running?.databaseUrl;
  if (!url) return [];
  const sql = connect(url, { max: 1, name: "andon-doctor" });
  try {
    const [row] = await sql<{ ready: boolean }[]>`
      select to_regclass('schedule_overrides') is not null and to_regclass('robots') is not null as ready`;
    return row!.ready ? await examine(sql, env) : [];
  } catch {
    return [];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function examine(sql: Sql, env: Env): Promise<Finding[]> {
  const directory = await readDirectory(sql);
  const { fallback } = await readEscalationSettings(sql);
  const nodes = nodesByRank(await readSettings(sql));
  const { timezone } = env;
  const people = judgePeople({ directory, fallback, nodes, nowMs: await shopNow(sql, env), timezone });
  if (directory.people.size === 0) return people;
  const groups = await readGroups(sql);
  const robots = (await Promise.all(groups.map(({ key }) => readRobots(sql, key)))).flat();
  const voice = [...(env.aliyun ? ["Aliyun"] : []), ...(env.twilio ? ["Twilio"] : [])];
  return [...people, ...judgeChannels({ groups, robots, voice, machineNow: machineNow() })];
}

/** Shop time by the anchor that ANDON_CLOCK has set, which is only read here. */
async function shopNow(sql: Sql, { clock }: Env): Promise<number> {
  if (clock === undefined) return machineNow();
  const { startAt, speed } = parseClock(clock);
  const [anchor] = await sql<{ shopAt: number; machineAt: number }[]>`
    select shop_at as "shopAt", machine_at as "machineAt" from clock_anchor where text = ${clock}`;
  return anchor ? anchor.shopAt + (machineNow() - anchor.machineAt) * speed : startAt;
}
