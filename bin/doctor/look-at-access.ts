import { connect } from "../../db/sql.ts";
import type { Env } from "../../server/platform/env.ts";
import { folderHolder } from "../supervisor/claim-folder.ts";
import { readState } from "../supervisor/service-state.ts";
import type { Finding } from "./finding.ts";
import { judgeAccess } from "./judge-access.ts";

/** Who can sign in. Nothing is found of a database that does not answer or has not our newest schema. */
export async function lookAtAccess(env: Env): Promise<Finding[]> {
  const running = folderHolder(env.dataDir) ? readState(env.dataDir) : null;
  const url = env.databaseUrl ?? running?.databaseUrl;
  if (!url) return [];
  const sql = connect(url, { max: 1, name: "andon-doctor" });
  try {
    const [row] = await sql<{ ready: boolean }[]>`select to_regclass('users') is not null as ready`;
    if (!row!.ready) return [];
    const rows = await sql<{ role: string; enabled: number; disabled: number }[]>`
      select role, count(*) filter (where disabled_at is null)::int as enabled,
        count(disabled_at)::int as disabled from users group by role`;
    return judgeAccess({
      enabled: Object.fromEntries(rows.map(({ role, enabled }) => [role, enabled])),
      disabled: rows.reduce((sum, { disabled }) => sum + disabled, 0),
      given: env.adminPassword !== undefined,
      host: env.host,
      publicUrl: env.publicUrl,
    });
  } catch {
    return [];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
