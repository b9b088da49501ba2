import type { Tx } from "../../db/sql.ts";
import {
  type FoundFile,
  findCopied,
  lockFilesOf,
  noteFile,
  type TakenFile,
} from "../../db/stores/imported-files.ts";
import type { Context } from "../platform/context.ts";

/**
 * Notes that a file is being imported, and for which moment it stands. A file that says its time is told by that and
 * its bytes; of one that does not, the bytes alone tell a copy, which keeps the time of the first.
 * @param exported epoch ms, and whether the file itself says so
 */
export function takeFile(
  { sql, clock }: Context,
  file: FoundFile,
  exported: { at: number; sure: boolean },
): Promise<TakenFile> {
  return sql.begin(async (begun) => {
    const tx = begun as unknown as Tx;
    await lockFilesOf(tx, file.source);
    const copied = exported.sure ? null : await findCopied(tx, file);
    return noteFile(tx, file, copied ?? exported.at, clock.machineNow());
  });
}
