import { readEnv } from "../server/platform/env.ts";
import { closeContext, openContext } from "../server/platform/open-context.ts";
import { mappingsFor } from "../server/sources/csv/mapping.ts";
import { FileError } from "../server/sources/csv/problem.ts";
import { type ImportArguments, readArguments, USAGE, UsageError } from "./import/arguments.ts";
import { type ImportSetting, readImport, recordImport } from "./import/import-one.ts";
import { languageOf } from "./import/language.ts";
import { Progress } from "./import/progress.ts";
import { summary } from "./import/summary.ts";
import { watchFolder } from "./import/watch-folder.ts";
import { WatchStore } from "./import/watch-store.ts";
import { withServices } from "./services.ts";
import { sayError } from "./supervisor/say-error.ts";
import { say } from "./supervisor/steps.ts";

const USAGE_EXIT = 2;
const INTERRUPTED_EXIT = 130;

const language = languageOf(process.env);
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.on(signal, () => stop.abort());
process.channel?.unref();

try {
  // npm and run.mjs both move to the project's folder; the path was typed elsewhere.
  const wanted = readArguments(
    process.argv.slice(2),
    process.env.INIT_CWD ?? process.env.PWD ?? process.cwd(),
  );
  if (wanted === null) say(USAGE);
  else if (wanted.watch) await watch(wanted);
  else await importFile(wanted);
} catch (error) {
  if (stop.signal.aborted && (error as Error).name === "AbortError") {
    say(language === "zh" ? "停下了，什么都没有导入。" : "Stopped; nothing was imported.");
    process.exitCode = INTERRUPTED_EXIT;
  } else if (error instanceof UsageError) {
    process.stderr.write(`✗ ${error.message}\n`);
    process.exitCode = USAGE_EXIT;
  } else {
    if (error instanceof FileError) process.stderr.write(`✗ ${error.problem[language]}\n`);
    else sayError(error);
    process.exitCode = 1;
  }
}

function settingOf(mapping: string | null): ImportSetting {
  return { env: readEnv(process.env), mappings: mappingsFor(mapping), language, signal: stop.signal };
}

async function watch({ path, mapping }: ImportArguments): Promise<void> {
  const store = new WatchStore(process.env);
  try {
    await watchFolder(path, { setting: settingOf(mapping), store: () => store.open(), say });
  } finally {
    await store.close();
  }
}

/** Reads the whole file first: one that is damaged leaves nothing behind and starts no services. */
async function importFile({ path, mapping, ...moments }: ImportArguments): Promise<void> {
  const setting = settingOf(mapping);
  const progress = new Progress(language);
  const show = (share: number, rows: number) => progress.show(share, rows);
  const read = await readImport(path, setting, show);
  try {
    await withServices(process.env, "npm run import", async (services) => {
      const running = record(services.env);
      // The end, asked for on the way, waits for the batches under way and tells how far it came; only then does
      // the database go.
      services.beforeEnd(async () => {
        stop.abort();
        await running.catch(() => {});
        read.close();
      });
      await running;
    });
  } finally {
    read.close();
  }

  async function record(env: ReturnType<typeof readEnv>): Promise<void> {
    const context = await openContext(env, "import");
    progress.start("record");
    let finished = false;
    try {
      const outcome = await recordImport(context, read, setting, moments, show);
      ({ finished } = outcome);
      progress.clear();
      for (const line of summary(outcome, language)) say(line);
    } finally {
      progress.clear();
      await closeContext(context);
    }
    // What ends the services on a signal exits with 0; this is not the end that was asked for.
    if (!finished) process.once("exit", interrupted);
  }
}

function interrupted(): void {
  process.exitCode = INTERRUPTED_EXIT;
}
