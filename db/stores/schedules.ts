import type { ScheduleOverride, ScheduleVersion } from "../../domain/oncall/types.ts";
import type { Tx } from "../sql.ts";

/** Adds a version of a schedule; one that begins at the same instant is replaced. */
export async function insertScheduleVersion(tx: Tx, version: ScheduleVersion): Promise<void> {
  const { key, validFrom, ...settings } = version;
  await tx`
    insert into schedule_versions (key, valid_from, settings)
    values (${key}, ${new Date(validFrom)}, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (key, valid_from) do update set settings = excluded.settings`;
}

/** Takes a schedule away with all its versions and overrides. */
export async function deleteSchedule(tx: Tx, key: string): Promise<void> {
  await tx`delete from schedule_overrides where schedule = ${key}`;
  await tx`delete from schedule_versions where key = ${key}`;
}

/** Keys of the policies of which some version asks a schedule. */
export async function policiesThatAsk(tx: Tx, schedule: string): Promise<string[]> {
  const rows = await tx<{ key: string }[]>`
    select distinct key from policy_versions
    where settings @? format('$.steps[*].targets[*] ? (@.schedule == %s)', to_json(${schedule}::text))::jsonpath
    order by key`;
  return rows.map(({ key }) => key);
}

export async function insertOverride(tx: Tx, override: ScheduleOverride): Promise<void> {
  const { id, schedule, personId, insteadOf, fromAt, toAt, note } = override;
  await tx`
    insert into schedule_overrides (id, schedule, person_id, instead_of, from_at, to_at, note)
    values (${id}, ${schedule}, ${personId}, ${insteadOf}, ${new Date(fromAt)}, ${new Date(toAt)}, ${note})`;
}

/** @param at shop time */
export async function cancelOverride(tx: Tx, id: string, at: number): Promise<void> {
  await tx`update schedule_overrides set canceled_at = ${new Date(at)} where id = ${id}`;
}
