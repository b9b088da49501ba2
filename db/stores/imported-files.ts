import { LOCKS } from "../lock-numbers.ts";
import type { Sql, Tx } from "../sql.ts";

/** A file as import finds it. Instants in epoch ms. */
export interface FoundFile {
  source: string;
  /** Less its folder. */
  name: string;
  /** SHA-256 in hex. */
  hash: string;
  bytes: number;
  modifiedAt: number;
}

/** A file that was taken, wholly or in part. */
export interface TakenFile {
  id: number;
  exportedAt: number;
}

/** Keeps others from taking files of this source until the transaction ends. */
export function lockFilesOf(tx: Tx, source: string): Promise<unknown> {
  return tx`select pg_advisory_xact_lock(${LOCKS.files}, hashtext(${source}))`;
}

/**
 * For which moment the same bytes were taken before: under this name, where that was its last content, or under any
 * other where the name is new. A name that is used for every export may well come back to what it once held.
 */
export async function findCopied(tx: Tx, { source, name, hash }: FoundFile): Promise<number | null> {
  const [named] = await tx<{ hash: string; exportedAt: number }[]>`
    select hash, exported_at as "exportedAt" from imported_files
    where source = ${source} and name = ${name} order by id desc limit 1`;
  if (named) return named.hash === hash ? named.exportedAt : null;
  const [same] = await tx<{ exportedAt: number }[]>`
    select exported_at as "exportedAt" from imported_files
    where source = ${source} and hash = ${hash} order by id desc limit 1`;
  return same?.exportedAt ?? null;
}

/** Notes a file, or finds its note of the same bytes for the same moment. */
export async function noteFile(
  tx: Tx,
  file: FoundFile,
  exportedAt: number,
  takenAt: number,
): Promise<TakenFile> {
  const [noted] = await tx<TakenFile[]>`
    insert into imported_files (source, name, hash, bytes, modified_at, exported_at, taken_at)
    values (${file.source}, ${file.name}, ${file.hash}, ${file.bytes}, ${new Date(file.modifiedAt)},
      ${new Date(exportedAt)}, ${new Date(takenAt)})
    on conflict (source, hash, exported_at, name) do update
      set taken_at = excluded.taken_at, modified_at = excluded.modified_at
    returning id, exported_at as "exportedAt"`;
  return noted!;
}

export async function finishFile(sql: Sql, id: number, atMs: number): Promise<void> {
  await sql`update imported_files set finished_at = ${new Date(atMs)} where id = ${id}`;
}

/** Whether a file of this name, size and date was taken to its end: then nobody needs to read it again. */
export async function isFinished(sql: Sql, file: Omit<FoundFile, "source" | "hash">): Promise<boolean> {
  const [row] = await sql`
    select from imported_files
    where name = ${file.name} and bytes = ${file.bytes} and modified_at = ${new Date(file.modifiedAt)}
      and finished_at is not null limit 1`;
  return row !== undefined;
}
