import type { Language } from "../../server/sources/csv/problem.ts";
import type { ImportCounts, Tally } from "../../server/sources/csv/tally.ts";
import { count } from "./progress.ts";

export interface Outcome {
  counts: ImportCounts;
  seconds: number;
  /** Where refused rows went; null when there are none. */
  refusedFile: string | null;
  /** Whether that file lies beside the imported one. */
  beside: boolean;
  finished: boolean;
  /** Of a snapshot: the moment for which it stands, in the file's zone. */
  exportedAt: string | null;
}

/** Words and reasons that the summary names; the rest is in the file and in quarantine. */
const NAMED = 10;

/** What became of a file, as lines for people: the rows first. */
export function summary(outcome: Outcome, language: Language): string[] {
  return language === "zh" ? chinese(outcome) : english(outcome);
}

function chinese({ counts: c, seconds, refusedFile, beside, finished, exportedAt }: Outcome): string[] {
  const where = refusedFile === null ? "" : beside ? "，原因写在旁边的文件里" : "，原因写在数据目录的文件里";
  const lines = [`共 ${count(c.rows)} 行，进来 ${count(c.inRows)}，退回 ${count(c.refusedRows)}${where}`];
  lines.push(
    `  订单 ${count(c.orders)}，事件：新进 ${count(c.accepted)}，早就有 ${count(c.duplicates)}，待确认 ${count(c.quarantined.total)}`,
  );
  if (exportedAt !== null)
    lines.push(`  按 ${exportedAt} 的导出算，其中 ${count(c.unchanged)} 单与上一份导出一样`);
  for (const [word, n] of c.quarantined.ranked().slice(0, NAMED))
    lines.push(`  ${count(n)} 条看不懂：状态「${word}」没有对应节点`);
  if (c.refused.size > 0) lines.push(`  退回原因：${listed(c.refused, "、")}`);
  if (refusedFile !== null) lines.push(`  退回的行：${refusedFile}`);
  if (c.refusedCompanionRows > 0) lines.push(`  附带文件里退回 ${count(c.refusedCompanionRows)} 行`);
  if (c.strayRows > 0) lines.push(`  附带文件里有 ${count(c.strayRows)} 行没有对应的订单，没有用`);
  if (c.repeatedRows > 0) lines.push(`  有 ${count(c.repeatedRows)} 行与别的行一模一样，只算一次`);
  if (c.still > 0) lines.push(`  有 ${count(c.still)} 次状态变化不换节点，不用记`);
  if (c.leftOut > 0) lines.push(`  晚于 --as-of 的 ${count(c.leftOut)} 个事件没有导入`);
  lines.push(
    `  用时 ${seconds.toFixed(1)} 秒，每秒 ${count(Math.round(c.rows / Math.max(seconds, 0.001)))} 行`,
  );
  if (!finished) lines.push("  中途停下了。再运行一次同样的命令会接着导，已经进来的不会重复。");
  return lines;
}

function english({ counts: c, seconds, refusedFile, beside, finished, exportedAt }: Outcome): string[] {
  const where =
    refusedFile === null
      ? ""
      : beside
        ? ", for reasons in the file beside it"
        : ", for reasons in a file under the data folder";
  const lines = [`${count(c.rows)} rows: ${count(c.inRows)} in, ${count(c.refusedRows)} refused${where}`];
  lines.push(
    `  ${count(c.orders)} orders; events: ${count(c.accepted)} new, ${count(c.duplicates)} known before, ${count(c.quarantined.total)} in quarantine`,
  );
  if (exportedAt !== null)
    lines.push(`  as exported at ${exportedAt}; ${count(c.unchanged)} orders stand as in the export before`);
  for (const [word, n] of c.quarantined.ranked().slice(0, NAMED))
    lines.push(`  ${count(n)} not understood: no node is known for the status "${word}"`);
  if (c.refused.size > 0) lines.push(`  refused because: ${listed(c.refused, ", ")}`);
  if (refusedFile !== null) lines.push(`  refused rows: ${refusedFile}`);
  if (c.refusedCompanionRows > 0)
    lines.push(`  ${count(c.refusedCompanionRows)} rows of companion files refused`);
  if (c.strayRows > 0)
    lines.push(
      `  ${count(c.strayRows)} rows of companion files belong to no order of the file and were not used`,
    );
  if (c.repeatedRows > 0)
    lines.push(`  ${count(c.repeatedRows)} rows repeat another row word for word and count once`);
  if (c.still > 0) lines.push(`  ${count(c.still)} status changes move nothing and were not recorded`);
  if (c.leftOut > 0) lines.push(`  ${count(c.leftOut)} events later than --as-of were left out`);
  lines.push(`  ${seconds.toFixed(1)} s, ${count(Math.round(c.rows / Math.max(seconds, 0.001)))} rows/s`);
  if (!finished)
    lines.push("  Stopped on the way. Run the same command again to go on: nothing comes in twice.");
  return lines;
}

function listed(tally: Tally, separator: string): string {
  return tally
    .ranked()
    .slice(0, NAMED)
    .map(([reason, n]) => `${reason} ${count(n)}`)
    .join(separator);
}

/** What became of one file of a watched folder, in one line. */
export function watchedLine(name: string, outcome: Outcome, language: Language): string {
  const { counts: c, exportedAt, refusedFile } = outcome;
  const words = c.quarantined
    .ranked()
    .slice(0, NAMED)
    .map(([word, n]) => (language === "zh" ? `「${word}」${count(n)}` : `"${word}" ${count(n)}`));
  const zh = [
    `共 ${count(c.rows)} 行，进来 ${count(c.inRows)}，退回 ${count(c.refusedRows)}${refusedFile === null ? "" : `（${refusedFile}）`}`,
    `新事件 ${count(c.accepted)}`,
    ...(words.length > 0 ? [`待确认 ${count(c.quarantined.total)}：${words.join("、")}`] : []),
  ];
  const en = [
    `${count(c.rows)} rows, ${count(c.inRows)} in, ${count(c.refusedRows)} refused${refusedFile === null ? "" : ` (${refusedFile})`}`,
    `${count(c.accepted)} new events`,
    ...(words.length > 0 ? [`${count(c.quarantined.total)} in quarantine: ${words.join(", ")}`] : []),
  ];
  const when =
    exportedAt === null ? "" : language === "zh" ? `（${exportedAt} 导出）` : ` (exported ${exportedAt})`;
  return language === "zh" ? `✓ ${name}${when}：${zh.join("；")}` : `✓ ${name}${when}: ${en.join("; ")}`;
}
