import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isFinished } from "../../db/stores/imported-files.ts";
import type { Context } from "../../server/platform/context.ts";
import { peekMoment } from "../../server/sources/csv/peek-moment.ts";
import { FileError } from "../../server/sources/csv/problem.ts";
import { type ImportSetting, readImport, recordImport } from "./import-one.ts";
import { watchedLine } from "./summary.ts";
import { watchWords } from "./watch-words.ts";

/** Network folders do not tell of changes, so it is looked. */
const LOOK_EVERY_MS = 1_000;
/** A file that has not grown for so long is complete. */
const SETTLED_MS = 3_000;
/** How long the database is left alone when it was away. */
const RETRY_MS = 5_000;

/** What exports are called. Browsers and spreadsheets add an ending of their own, or begin with a dot or ~, meanwhile. */
const EXPORT = /^[^.~].*\.(csv|tsv|txt|xlsx|xls|gz)$/i;
const REFUSED = /\.refused\.csv$/i;

/** A file of the folder as it was last seen. */
interface Seen {
  /** Size and date: what changes when the file does. */
  key: string;
  /** Since when it is so, by performance.now(). */
  since: number;
  /** Taken, or refused: nothing to do until it changes. */
  settled: boolean;
}

interface Ready {
  name: string;
  bytes: number;
  modifiedAt: number;
  seen: Seen;
}

export interface WatchOptions {
  setting: ImportSetting;
  /** The shop's database as it is now; null while no Andon runs. */
  store(): Promise<Context | null>;
  say(line: string): void;
}

/**
 * Imports each new export of a folder once it is complete, in the order of their moments, until the signal. A file
 * that cannot be imported is named with its reason, and tried again when it changes.
 * @throws FileError when the folder cannot be watched to begin with
 */
export async function watchFolder(folder: string, options: WatchOptions): Promise<void> {
  const { setting, say } = options;
  const words = watchWords(setting.language);
  await checkFolder(folder);
  say(words.watching(folder));
  const seen = new Map<string, Seen>();
  const once = sayOnce(say);
  while (!setting.signal.aborted) {
    let pause = LOOK_EVERY_MS;
    try {
      const ready = await look(folder, seen);
      once.forget("folder");
      const context = ready.length > 0 ? await options.store() : null;
      if (context) {
        once.forget("store");
        for (const file of await inTurn(context, folder, ready, setting)) {
          if (setting.signal.aborted) break;
          await take(context, folder, file, options);
        }
      } else if (ready.length > 0) once.say("store", words.noAndon);
    } catch (error) {
      if (setting.signal.aborted) break;
      const isFolder = (error as NodeJS.ErrnoException).path === folder;
      if (isFolder) once.say("folder", words.folderAway(folder, (error as NodeJS.ErrnoException).code ?? ""));
      else once.say("store", words.databaseAway((error as Error).message.split("\n")[0] ?? ""));
      pause = RETRY_MS;
    }
    await sleep(pause, undefined, { signal: setting.signal }).catch(() => {});
  }
  say(words.ended);
}

/** @throws FileError naming the folder, what is wrong with it and the remedy */
async function checkFolder(folder: string): Promise<void> {
  try {
    await readdir(folder);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new FileError(
        "no_such_folder",
        `找不到文件夹「${folder}」，请先建好，或核对路径`,
        `there is no folder ${folder}; make it, or check the path`,
      );
    if (code === "ENOTDIR")
      throw new FileError(
        "not_a_folder",
        `「${folder}」不是文件夹；只导入一个文件不用 --watch`,
        `${folder} is not a folder; to import one file leave out --watch`,
      );
    throw new FileError(
      "cannot_read",
      `读不了文件夹「${folder}」：${code}，请给运行 Andon 的用户读取权限`,
      `folder ${folder} cannot be read: ${code}; let the user who runs this read it`,
    );
  }
}

/** The files that are complete and were not taken as they are. */
async function look(folder: string, seen: Map<string, Seen>): Promise<Ready[]> {
  const names = (await readdir(folder)).filter((name) => EXPORT.test(name) && !REFUSED.test(name));
  const ready: Ready[] = [];
  for (const gone of [...seen.keys()].filter((name) => !names.includes(name))) seen.delete(gone);
  for (const name of names) {
    const found = await stat(path.join(folder, name)).catch(() => null);
    if (!found?.isFile()) continue;
    const key = `${found.size} ${found.mtimeMs}`;
    const before = seen.get(name);
    if (before?.key !== key) seen.set(name, { key, since: performance.now(), settled: false });
    else if (!before.settled && performance.now() - before.since >= SETTLED_MS) {
      ready.push({ name, bytes: found.size, modifiedAt: Math.floor(found.mtimeMs), seen: before });
    }
  }
  return ready;
}

/** What was not taken by an earlier run, in the order of the moments for which they stand. */
async function inTurn(
  context: Context,
  folder: string,
  ready: readonly Ready[],
  { mappings, env }: ImportSetting,
): Promise<Ready[]> {
  const fresh: { file: Ready; moment: number }[] = [];
  for (const file of ready) {
    if (await isFinished(context.sql, file)) file.seen.settled = true;
    else {
      // A file that cannot be read says so when its turn comes.
      const peeked = peekMoment(path.join(folder, file.name), mappings, env.timezone);
      fresh.push({ file, moment: await peeked.catch(() => file.modifiedAt) });
    }
  }
  const byMoment = fresh.sort((a, b) => a.moment - b.moment || (a.file.name < b.file.name ? -1 : 1));
  return byMoment.map(({ file }) => file);
}

async function take(
  context: Context,
  folder: string,
  { name, seen }: Ready,
  options: WatchOptions,
): Promise<void> {
  const { setting, say } = options;
  try {
    const read = await readImport(path.join(folder, name), setting);
    try {
      const outcome = await recordImport(context, read, setting, { exportedAt: null, asOf: null });
      if (!outcome.finished) return;
      seen.settled = true;
      say(watchedLine(name, outcome, setting.language));
    } finally {
      read.close();
    }
  } catch (error) {
    if (setting.signal.aborted) return;
    if (!(error instanceof FileError)) throw error;
    if (error.problem.code === "still_written" || error.problem.code === "no_such_file") return;
    seen.settled = true;
    say(watchWords(setting.language).refused(name, error.problem[setting.language]));
  }
}

/** Says a trouble when it begins, not every second. */
function sayOnce(say: (line: string) => void) {
  const said = new Set<string>();
  return {
    say: (about: string, line: string) => {
      if (!said.has(about)) say(line);
      said.add(about);
    },
    forget: (about: string) => said.delete(about),
  };
}
