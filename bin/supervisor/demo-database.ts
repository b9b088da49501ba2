import postgres from "postgres";
import { ensureDatabase, explainPostgres } from "./database.ts";
import { StartError } from "./say-error.ts";

const MARK = "andon demo: invented orders";

/**
 * The demo invents orders: it does so only in a database that it made, or that holds no table yet and is marked now.
 * @throws StartError for any other; DatabaseError when it cannot be reached
 */
export async function claimDemoDatabase(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  try {
    await makeIfMissing(url, name);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    try {
      const [found] = await sql<{ mark: string | null; tables: number }[]>`
        select shobj_description(oid, 'pg_database') as mark,
          (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
              and n.nspname not like 'pg_toast%') as tables
        from pg_database where datname = current_database()`;
      if (found?.mark === MARK) return;
      if (found && found.tables > 0) {
        throw new StartError(
          `DATABASE_URL: the database ${name} was not made by the demo, which fills its own with invented orders. ` +
            "Leave DATABASE_URL unset, or name an empty database.",
        );
      }
      await sql.unsafe(`comment on database ${quote(name)} is '${MARK}'`);
    } finally {
      await sql.end();
    }
  } catch (error) {
    throw error instanceof StartError ? error : explainPostgres(error, url);
  }
}

async function makeIfMissing(url: string, name: string): Promise<void> {
  const probe = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await probe`select 1`;
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw error;
    const server = new URL(url);
    server.pathname = "/postgres";
    await ensureDatabase(server.href, name);
  } finally {
    await probe.end();
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
