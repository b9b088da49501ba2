import { defaultPolicies } from "../../domain/escalation/defaults.ts";
import type { EscalationRules } from "../../domain/escalation/policy.ts";
import type { PolicyVersion } from "../../domain/escalation/types.ts";
import { LOCKS } from "../lock-numbers.ts";
import type { Sql, Tx } from "../sql.ts";
import { asEscalationSettings } from "./escalation-settings.ts";

interface VersionRow {
  key: string;
  valid_from: number;
  settings: object;
}

/** Reads every version of every policy and what they share, with the settings' revision, as one moment. */
export async function readRules(sql: Sql | Tx): Promise<EscalationRules> {
  const [row] = await sql<{ revision: number | null; policies: VersionRow[]; settings: unknown }[]>`
    select
      (select revision from settings_revision where one = 1) as revision,
      (select coalesce(json_agg(json_build_object('key', key, 'valid_from', extract(epoch from valid_from) * 1000,
        'settings', settings) order by key, valid_from), '[]') from policy_versions) as policies,
      (select settings from escalation_settings where one = 1) as settings`;
  if (!row || row.revision === null) throw new Error("the settings are missing: run the migrations");
  const policies = new Map<string, PolicyVersion[]>();
  for (const { key, valid_from, settings } of row.policies) {
    const version = { ...settings, key, validFrom: Number(valid_from) } as PolicyVersion;
    policies.set(key, [...(policies.get(key) ?? []), version]);
  }
  return { revision: row.revision, policies, settings: asEscalationSettings(row.settings) };
}

/** Adds a version of a policy; one that begins at the same instant is replaced. The caller bumps the revision. */
export async function insertPolicyVersion(sql: Sql | Tx, policy: PolicyVersion): Promise<void> {
  const { key, validFrom, ...settings } = policy;
  await sql`
    insert into policy_versions (key, valid_from, settings)
    values (${key}, ${new Date(validFrom)}, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (key, valid_from) do update set settings = excluded.settings`;
}

/** Puts in the policies to begin with, once: what a shop has, or has taken away, stays so. */
export async function seedPolicies(sql: Sql): Promise<void> {
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await tx`select pg_advisory_xact_lock(${LOCKS.beginning})`;
    const [known] = await tx`select from policy_versions limit 1`;
    if (known) return;
    for (const policy of defaultPolicies()) await insertPolicyVersion(tx, policy);
    await tx`update settings_revision set revision = revision + 1 where one = 1`;
  });
}
