import { randomUUID } from "node:crypto";
import { readState } from "../../bin/supervisor/service-state.ts";
import { connect, type Sql } from "../../db/sql.ts";
import { linkFor } from "../../server/links/link-for.ts";

export const STAFF = {
  wang: { id: "5c0e0000-0000-4000-8000-000000000001", name: "王磊" },
  li: { id: "5c0e0000-0000-4000-8000-000000000002", name: "李敏" },
} as const;

/** Runs something on the database of a running Andon: what a test cannot wait for is put there. */
export async function inDatabase<T>(folder: string, run: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect(readState(folder)!.databaseUrl!);
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}

/** Two people whose phones count have the role that owns `packed`; phones are of no real person. */
export async function hireStaff(folder: string): Promise<void> {
  await inDatabase(folder, async (sql) => {
    for (const [at, { id, name }] of Object.values(STAFF).entries()) {
      await sql`insert into people (id, name) values (${id}, ${name}) on conflict do nothing`;
      await sql`
        insert into contacts (id, person_id, kind, address, verified_at)
        values (${randomUUID()}, ${id}, 'phone', ${`+861380000000${at + 1}`}, now()) on conflict do nothing`;
      await sql`
        insert into role_members (role, person_id, position) values ('warehouse_lead', ${id}, ${at})
        on conflict do nothing`;
    }
  });
}

/** @returns the id of the alert that a real escalator raised for an order; null: not yet */
export async function alertOf(folder: string, orderNo: string): Promise<string | null> {
  return await inDatabase(folder, async (sql) => {
    const [row] = await sql<{ id: string }[]>`select id from alerts where order_no = ${orderNo}`;
    return row?.id ?? null;
  });
}

/** The address that the button of a message about an alert has; the message itself is not sent. */
export async function linkTo(
  { folder, url }: { folder: string; url: string },
  alertId: string,
  personId: string,
  action: "take" | "pass" | "look",
): Promise<string> {
  return await inDatabase(folder, async (sql) => {
    const id = randomUUID();
    await sql`
      insert into notifications (id, purpose, kind, node, severity, person_id, state, priority, created_at, send_at)
      select ${id}, 'step', 'chat', node, severity, ${personId}, 'delivered', 1, opened_at, opened_at
      from alerts where id = ${alertId}`;
    await sql`insert into notification_alerts (notification_id, alert_id) values (${id}, ${alertId})`;
    const clock = { machineNow: () => Date.now() };
    const context = { sql, clock, env: { publicUrl: url } } as unknown as Parameters<typeof linkFor>[0];
    return await linkFor(context, { notificationId: id, personId, action });
  });
}
