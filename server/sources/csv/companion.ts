import path from "node:path";
import { clean, decimal, id, text } from "./cells.ts";
import { type Header, headerOf } from "./header.ts";
import { type Defaults, lineReader, momentReader, needed } from "./interpret.ts";
import type { Mapping } from "./mapping.ts";
import type { Addition } from "./order-events.ts";
import { FileError, RowError } from "./problem.ts";
import { type Row, textRows } from "./rows-text.ts";
import { openSource, type SourceFile } from "./source-file.ts";

/** What an article's row in the lookup file says of it; kept for every article, so it is kept small. */
interface Article {
  category: string | undefined;
  bulky: boolean;
}

/** A file beside the imported one that adds lines and promises to its orders. */
export interface Companion {
  source: SourceFile;
  orderNo(cells: readonly string[]): string;
  /** @throws RowError */
  read(cells: readonly string[]): Addition;
  rows(onBytes: (count: number) => void): AsyncIterable<Row>;
}

/**
 * Opens a mapping's companion, found beside the imported file.
 * @throws FileError when it or its lookup is absent or lacks a column
 */
export async function openCompanion(
  mapping: Mapping,
  importedFile: string,
  defaults: Defaults,
): Promise<Companion | null> {
  const spec = mapping.companion;
  if (!spec) return null;
  const folder = path.dirname(importedFile);
  const { source, header, rows } = await openBeside(folder, spec.file, mapping.name);
  const articles = spec.lookup ? await readArticles(folder, spec.lookup, mapping.name) : null;
  const times = { zone: mapping.timezone ?? defaults.timezone, order: mapping.dateOrder };
  const wanted = [spec.orderNo, ...Object.values(spec.line), ...Object.values(spec.latest)];
  if (spec.lookup) wanted.push(spec.lookup.from);
  for (const names of wanted) if (names) column(header, names, source.name);
  const line = lineReader(header, spec.line, mapping.currency ?? defaults.currency);
  const promise = momentReader(header, spec.latest, times);
  const from = spec.lookup ? header.find(spec.lookup.from) : -1;
  return {
    source,
    orderNo: needed(header, spec.orderNo, id),
    read: (cells) => {
      const addition: Addition = { line: line(cells), promise: promise(cells) };
      const article = articles?.get(clean(cells[from]));
      if (addition.line && article) {
        if (article.category) addition.line.category = article.category;
        if (article.bulky) addition.line.bulky = true;
      }
      return addition;
    },
    rows,
  };
}

async function openBeside(folder: string, file: string, mappingName: string) {
  let source: SourceFile;
  try {
    source = await openSource(path.join(folder, file));
  } catch (error) {
    if (!(error instanceof FileError) || error.problem.code !== "no_such_file") throw error;
    throw new FileError(
      "no_companion",
      `映射 ${mappingName} 还要用到「${file}」，请放在导入文件旁边`,
      `mapping ${mappingName} also needs ${file}; put it beside the imported file`,
    );
  }
  for await (const row of textRows(source, ",")) {
    const header = headerOf(row);
    const rows = async function* (onBytes?: (count: number) => void) {
      for await (const next of textRows(source, ",", onBytes)) if (next.line > header.line) yield next;
    };
    return { source, header, rows };
  }
  throw new FileError("empty_file", `「${file}」是空的`, `${file} is empty`);
}

async function readArticles(
  folder: string,
  spec: NonNullable<NonNullable<Mapping["companion"]>["lookup"]>,
  mappingName: string,
): Promise<Map<string, Article>> {
  const { source, header, rows } = await openBeside(folder, spec.file, mappingName);
  const key = column(header, spec.key, source.name);
  const category = spec.category ? column(header, spec.category, source.name) : -1;
  const limits = Object.entries(spec.bulkyWhenOver).map(
    ([name, over]) => [column(header, [name], source.name), name, over] as const,
  );
  const articles = new Map<string, Article>();
  for await (const { line, cells } of rows()) {
    try {
      const over = ([at, name, limit]: (typeof limits)[number]) => {
        const value = clean(cells[at]);
        return value !== "" && decimal(name, value) > limit;
      };
      const kind = category === -1 ? "" : clean(cells[category]);
      articles.set(clean(cells[key]), {
        category: kind === "" ? undefined : text("category", kind),
        bulky: limits.some(over),
      });
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      const { code, zh, en } = error.problem;
      throw new FileError(
        code,
        `「${source.name}」第 ${line} 行：${zh}`,
        `${source.name}, line ${line}: ${en}`,
      );
    }
  }
  return articles;
}

function column(header: Header, names: readonly string[], file: string): number {
  const at = header.find(names);
  if (at !== -1) return at;
  throw new FileError(
    "no_header",
    `「${file}」的表头里没有「${names[0]}」`,
    `${file}: the header has no ${names[0]}`,
  );
}
