import type { Sql } from "../../db/sql.ts";

export interface PipelineState {
  /** Changes that the board has not taken up. */
  outboxRows: number;
  /** Machine time of the oldest of them, epoch ms; null: none. */
  outboxOldestAt: number | null;
  quarantineWaiting: number;
}

/** How far the board is behind, and what waits for a person. */
export async function readPipelineState(sql: Sql): Promise<PipelineState> {
  const [row] = await sql<PipelineState[]>`
    select (select count(*) from outbox) as "outboxRows", (select min(created_at) from outbox) as "outboxOldestAt",
      (select count(*) from quarantine where state = 'waiting') as "quarantineWaiting"`;
  return row!;
}
