import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "../../db/sql.ts";
import { insertContact, markVerified } from "../../db/stores/contacts.ts";
import { readDirectory } from "../../db/stores/directory.ts";
import { writeEscalationSettings } from "../../db/stores/escalation-settings.ts";
import { saveGroup } from "../../db/stores/groups.ts";
import { ownDirectory } from "../../db/stores/locks.ts";
import { savePerson } from "../../db/stores/people.ts";
import { insertPolicyVersion, readRules } from "../../db/stores/policies.ts";
import { insertRobot } from "../../db/stores/robots.ts";
import { saveRole } from "../../db/stores/roles.ts";
import { insertScheduleVersion } from "../../db/stores/schedules.ts";
import { bumpRevision } from "../../db/stores/settings.ts";
import type { EscalationSettings, PolicyVersion } from "../../domain/escalation/types.ts";
import type { SandboxRobot } from "./sandbox-robots.ts";
import { SHOP_FALLBACK, SHOP_GROUPS, SHOP_PEOPLE, SHOP_ROLES, shopSchedules } from "./shop-people.ts";

export interface ShopSeed {
  timezone: string;
  /** As the sandbox tells them. */
  robots: readonly SandboxRobot[];
  settings?: Partial<EscalationSettings>;
  policies?: readonly PolicyVersion[];
  /** Machine time, epoch ms. */
  nowMs: number;
}

/**
 * Gives the invented shop its people with contacts that count, its groups with robots, roles, turns and the fallback.
 * A shop that has people keeps everything as it is. @returns whether anything was put in
 */
export async function seedPeople(sql: Sql, seed: ShopSeed): Promise<boolean> {
  return (await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await ownDirectory(tx);
    const { people, roles } = await readDirectory(tx);
    if (people.size > 0) return false;
    await seedContacts(tx, seed.nowMs);
    await seedGroups(tx, seed.robots);
    for (const schedule of shopSchedules(seed.timezone)) await insertScheduleVersion(tx, schedule);
    for (const [key, place] of Object.entries(SHOP_ROLES)) {
      const role = roles.get(key);
      if (role) await saveRole(tx, { ...role, ...place });
    }
    await seedRules(tx, seed);
    return true;
  })) as boolean;
}

async function seedContacts(tx: Tx, nowMs: number): Promise<void> {
  for (const { id, name, contacts } of SHOP_PEOPLE) {
    await savePerson(tx, { id, name, language: "zh-CN", quiet: null, active: true });
    for (const contact of contacts) {
      const contactId = randomUUID();
      await insertContact(tx, { id: contactId, personId: id, ...contact });
      await markVerified(tx, contactId, nowMs);
    }
  }
}

async function seedGroups(tx: Tx, robots: readonly SandboxRobot[]): Promise<void> {
  for (const [key, name] of Object.entries(SHOP_GROUPS)) {
    await saveGroup(tx, { key, name });
    for (const robot of robots.filter(({ group }) => group === name)) {
      const settings = { token: robot.token, ...(robot.secret ? { secret: robot.secret } : {}) };
      await insertRobot(tx, {
        id: randomUUID(),
        groupKey: key,
        kind: robot.kind,
        name: robot.name,
        settings,
      });
    }
  }
}

async function seedRules(tx: Tx, { settings, policies = [] }: ShopSeed): Promise<void> {
  const rules = await readRules(tx);
  await writeEscalationSettings(tx, {
    ...rules.settings,
    shopName: "木屿家居",
    fallback: [...SHOP_FALLBACK],
    ...settings,
  });
  for (const policy of policies) await insertPolicyVersion(tx, policy);
  await bumpRevision(tx);
}
