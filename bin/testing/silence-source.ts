import { connect } from "../../db/sql.ts";
import { readState } from "../supervisor/service-state.ts";

interface Fallen {
  source: string;
  /** For how long it has been quiet, in ms of machine time. */
  forMs: number;
  /** What it usually sends in an hour of shop time. */
  perHour: number;
  /** Epoch ms of shop time. */
  shopNow: number;
}

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 8 * 24;

/**
 * Lets a source of a running Andon look as if it had sent evenly for eight days and then fallen silent: a test cannot
 * wait for either.
 * @param folder its data folder
 */
export async function silenceSource(
  folder: string,
  { source, forMs, perHour, shopNow }: Fallen,
): Promise<void> {
  const sql = connect(readState(folder)!.databaseUrl!);
  try {
    const thisHour = Math.floor(shopNow / HOUR_MS) * HOUR_MS;
    const first = thisHour - USUAL_HOURS * HOUR_MS;
    await sql`
      insert into source_hours (source, hour, live, late, minutes)
      select ${source}, hour, ${perHour}, 0, repeat('1', 60)::bit(60) 
      from generate_series(${new Date(first)}::timestamptz, ${new Date(thisHour)}::timestamptz, interval '1 hour') as hour
      on conflict (source, hour) do update set live = excluded.live, minutes = excluded.minutes`;
    await sql`
      insert into sources (key, last_event_at, last_received_at)
      values (${source}, ${new Date(shopNow - forMs)}, now() - make_interval(secs => ${forMs / 1000}))
      on conflict (key) do update set last_received_at = excluded.last_received_at`;
    // Whoever listened all the while can tell that nothing came.
    await sql`update intake set since = now() - make_interval(secs => ${(2 * forMs) / 1000})`;
  } finally {
    await sql.end();
  }
}
