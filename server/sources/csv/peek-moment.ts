import { stat } from "node:fs/promises";
import { exportTimeOf } from "./export-time.ts";
import type { Mapping } from "./mapping.ts";
import { openSource } from "./source-file.ts";
import { openTableWith } from "./table.ts";

/**
 * For which moment a file stands, read off its beginning: to put files into their order before any is imported.
 * @param zone of times that name none, where the mapping names none either
 * @returns epoch ms
 * @throws FileError when it cannot be read as orders
 */
export async function peekMoment(file: string, mappings: readonly Mapping[], zone: string): Promise<number> {
  const { mtimeMs } = await stat(file);
  const { table, mapping } = await openTableWith(await openSource(file), mappings);
  // Asking for a row and leaving is what closes a workbook.
  for await (const _ of table.rows) break;
  return exportTimeOf(file, table.above, mtimeMs, mapping.timezone ?? zone).at;
}
