import type { Tx } from "../../db/sql.ts";
import { bumpRevision } from "../../db/stores/settings.ts";
import type { TestContext } from "./context.ts";

/** Takes the watches away that a shop begins with, for tests that count every visit of an order. */
export async function withoutWatches({ sql }: TestContext): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from node_versions where settings ->> 'kind' = 'watch'`;
    await bumpRevision(tx as unknown as Tx);
  });
}
