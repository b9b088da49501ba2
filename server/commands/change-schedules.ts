import { deleteFeedSecret } from "../../db/stores/feed-secrets.ts";
import { deleteSchedule, insertScheduleVersion, policiesThatAsk } from "../../db/stores/schedules.ts";
import type { ScheduleBody } from "../../domain/oncall/bodies.ts";
import type { Directory, ScheduleVersion } from "../../domain/oncall/types.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { refuseUnknownPeople } from "./change-roles.ts";
import { missing, Refusal } from "./refusal.ts";

/** Clocks differ, and a request takes its time: so little ago still is now. */
const NOW_MS = 60_000;

/**
 * Gives a schedule a version that holds from now on, or from a later instant. Earlier ones stay, for what was.
 * @throws Refusal for people whom nobody knows or who are not active, and for a version that would begin in the past
 */
export function setSchedule(
  context: Context,
  actor: string,
  key: string,
  body: ScheduleBody,
): Promise<ScheduleVersion> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    const now = context.clock.shopNow();
    refuseUnknownPeople(directory, "participants", body.participants);
    refuseInactive(directory, "participants", body.participants);
    if (body.validFrom !== undefined && body.validFrom < now - NOW_MS) {
      const asked = new Date(body.validFrom).toISOString();
      throw new Refusal(
        "in_the_past",
        `validFrom: ${asked} has passed, and who was on call then stays as it was; leave it out for now`,
      );
    }
    const version: ScheduleVersion = {
      ...body,
      key,
      timezone: body.timezone ?? context.env.timezone,
      validFrom: Math.max(body.validFrom ?? now, now),
    };
    await insertScheduleVersion(tx, version);
    await audit("schedule.set", `schedule:${key}`, version);
    return version;
  });
}

/** @throws Refusal when there is no such schedule, or a role or policy asks it */
export function removeSchedule(context: Context, actor: string, key: string): Promise<void> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    findSchedule(directory, key);
    const roles = [...directory.roles.values()].filter(({ schedule }) => schedule === key);
    const users = [
      ...roles.map((role) => `role ${role.key}`),
      ...(await policiesThatAsk(tx, key)).map((policy) => `policy ${policy}`),
    ];
    if (users.length > 0)
      throw new Refusal("schedule_in_use", `"${key}" is asked by ${users.join(", ")}; change these first`);
    await deleteSchedule(tx, key);
    await deleteFeedSecret(tx, key);
    await audit("schedule.remove", `schedule:${key}`, {});
  });
}

/**
 * The versions of a schedule, ascending by validFrom.
 * @throws Refusal when there is none
 */
export function findSchedule({ schedules }: Directory, key: string): readonly ScheduleVersion[] {
  const versions = schedules.get(key);
  if (!versions) {
    const known = [...schedules.keys()].join(", ") || "none";
    throw missing("no_such_schedule", `there is no schedule "${key}"; known are ${known}`);
  }
  return versions;
}

/** @throws Refusal that names the first one who is not told anything any more */
export function refuseInactive({ people }: Directory, field: string, ids: readonly string[]): void {
  const away = ids.map((id) => people.get(id)).find((person) => person && !person.active);
  if (away)
    throw new Refusal(
      "not_active",
      `${field}: ${away.name} is not active; PATCH /api/v1/people/${away.id} first`,
    );
}
