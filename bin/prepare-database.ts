import { migrate } from "../db/migrate.ts";
import { connect } from "../db/sql.ts";
import { seedPlaylist } from "../db/stores/playlists.ts";
import { seedPolicies } from "../db/stores/policies.ts";
import { seedDefaults } from "../db/stores/seed-settings.ts";
import { seedStatusWords } from "../db/stores/status-words.ts";
import { machineNow } from "../server/platform/clock.ts";
import { shippedStatusWords } from "../server/sources/dictionary/status-words.ts";

/** Schema, default settings and status words: what every process expects to find. Safe to repeat, and by several at once. */
export async function prepareDatabase(url: string, timezone: string): Promise<void> {
  await migrate(url);
  const sql = connect(url, { max: 1, name: "andon-migrate" });
  try {
    await seedDefaults(sql, timezone);
    await seedPolicies(sql);
    await seedPlaylist(sql, machineNow());
    await seedStatusWords(sql, shippedStatusWords());
  } finally {
    await sql.end({ timeout: 5 });
  }
}
