import { DEFAULT_ESCALATION_SETTINGS } from "../../domain/escalation/defaults.ts";
import type { EscalationSettings } from "../../domain/escalation/types.ts";
import type { Sql, Tx } from "../sql.ts";

/** What is stored, completed by the defaults: a setting that came later has its value then too. */
export function asEscalationSettings(stored: unknown): EscalationSettings {
  return { ...DEFAULT_ESCALATION_SETTINGS, ...(stored as Partial<EscalationSettings> | null) };
}

export async function readEscalationSettings(sql: Sql | Tx): Promise<EscalationSettings> {
  const [row] = await sql<{ settings: unknown }[]>`select settings from escalation_settings where one = 1`;
  return asEscalationSettings(row?.settings ?? null);
}

/** Writes all of them. The caller bumps the settings' revision, so that every process reads them again. */
export async function writeEscalationSettings(tx: Tx, settings: EscalationSettings): Promise<void> {
  await tx`
    insert into escalation_settings (one, settings) values (1, ${JSON.stringify(settings)}::text::jsonb)
    on conflict (one) do update set settings = excluded.settings`;
}
