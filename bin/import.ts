import path from "node:path";
import { recordEvents } from "../server/commands/record-events.ts";
import { readEnv } from "../server/platform/env.ts";
import { closeContext, openContext } from "../server/platform/open-context.ts";
import { recordOrders } from "../server/sources/csv/import-file.ts";
import { openLookUp } from "../server/sources/csv/look-up.ts";
import { loadMapping } from "../server/sources/csv/mapping.ts";
import { FileError } from "../server/sources/csv/problem.ts";
import { readOrders } from "../server/sources/csv/read-orders.ts";
import { RefusedFile } from "../server/sources/csv/refused-file.ts";
import { ImportCounts } from "../server/sources/csv/tally.ts";
import { type ImportArguments, readArguments, USAGE, UsageError } from "./import/arguments.ts";
import { languageOf } from "./import/language.ts";
import { clearLeftovers } from "./import/leftovers.ts";
import { Progress } from "./import/progress.ts";
import { summary } from "./import/summary.ts";
import { withServices } from "./services.ts";
import { sayError } from "./supervisor/say-error.ts";
import { say } from "./supervisor/steps.ts";

const USAGE_EXIT = 2;
const INTERRUPTED_EXIT = 130;
/** Currency of amounts where neither file nor mapping names one. */
const CURRENCY = "CNY";

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

/** Reads the whole file first: one that is damaged leaves nothing behind and starts no services. */
async function importFile({ file, mapping: name, asOf }: ImportArguments): Promise<void> {
  const env = readEnv(process.env);
  const mapping = loadMapping(name);
  const counts = new ImportCounts();
  const refused = new RefusedFile(file, path.join(env.dataDir, "refused"), language);
  const progress = new Progress(language);
  const workFolder = path.join(env.dataDir, "import");
  clearLeftovers(workFolder);
  const readFrom = performance.now();
  const read = await readOrders({
    file,
    mapping,
    defaults: { timezone: env.timezone, currency: CURRENCY },
    workFolder: path.join(workFolder, String(process.pid)),
    counts,
    refused,
    signal: stop.signal,
    onBytes: (done, total) => progress.show(done / total, counts.rows),
  });
  const readMs = performance.now() - readFrom;
  const close = () => {
    read.close();
    refused.close();
  };
  try {
    await withServices(process.env, "npm run import", async (services) => {
      const running = record(services.env);
      // The end, asked for on the way, waits for the batches under way and tells how far it came; only then does
      // the database go.
      services.beforeEnd(async () => {
        stop.abort();
        await running.catch(() => {});
        close();
      });
      await running;
    });
  } finally {
    close();
  }

  async function record(env: ReturnType<typeof readEnv>): Promise<void> {
    const context = await openContext(env, "import");
    const recordFrom = performance.now();
    let finished = false;
    try {
      const lookUp = await openLookUp(context, mapping);
      progress.start("record");
      finished = await recordOrders(read, {
        source: `import:${mapping.name}`,
        binds: mapping.binds,
        asOf,
        lookUp,
        record: (batch) => recordEvents(context, batch),
        counts,
        refused,
        signal: stop.signal,
        onRows: (done) => progress.show(done / Math.max(1, read.kept), done),
      });
    } finally {
      progress.clear();
      await closeContext(context);
    }
    // What starting the services took is told by their own lines.
    const seconds = (readMs + performance.now() - recordFrom) / 1000;
    const beside = refused.path !== null && path.dirname(refused.path) === path.dirname(file);
    for (const line of summary({ counts, seconds, refusedFile: refused.path, beside, finished }, language))
      say(line);
    // What ends the services on a signal exits with 0; this is not the end that was asked for.
    if (!finished) process.once("exit", interrupted);
  }
}

function interrupted(): void {
  process.exitCode = INTERRUPTED_EXIT;
}
