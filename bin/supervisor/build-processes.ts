import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { BUNDLES, bundleName, bundleOf, hashSources, ROOT } from "../../server/platform/embedded/bundles.ts";
import { MENDED_FILE, mendDriver } from "../../server/platform/embedded/mend-driver.ts";

/** What starts as a process of its own. */
const ENTRIES = [
  "server/main.ts",
  "workers/main.ts",
  "server/platform/embedded/valkey.ts",
  "sandbox/main.ts",
  "simulator/main.ts",
];
/** Processes of an older state may still run, and load a part of theirs late. */
const KEPT = 3;
const OLDEST_NODE = "node20.9";

/** Whether every process of ours would start from a bundle of what the sources are now. */
export function processesAreBuilt(): boolean {
  const sources = hashSources();
  return present().every((entry) => bundleOf(path.join(ROOT, entry), sources) !== null);
}

/**
 * Makes one bundle of each process, unless they are made: reading a thousand files through a compiler takes a process
 * three times as long to start. Where the folder cannot be written to, or a bundle cannot be made, processes start from
 * the sources as they are.
 */
export async function buildProcesses(): Promise<void> {
  if (processesAreBuilt()) return;
  const name = hashSources();
  let made: string;
  try {
    mkdirSync(BUNDLES, { recursive: true });
    made = mkdtempSync(path.join(BUNDLES, "making-"));
  } catch {
    return;
  }
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: present(),
      outbase: ROOT,
      outdir: made,
      outExtension: { ".js": bundleName(".ts") },
      // Each whole in itself: parts shared between them would run before what an entry imports first.
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: OLDEST_NODE,
      sourcemap: true,
      keepNames: true,
      logLevel: "silent",
      plugins: [ownPlaces, mendedDriver],
    });
    settle(made, path.join(BUNDLES, name));
    forgetOld(name);
  } catch {
    rmSync(made, { recursive: true, force: true });
  }
}

/** The image has no simulator. */
const present = () => ENTRIES.filter((entry) => existsSync(path.join(ROOT, entry)));

/** A file keeps its own place in the tree: what lies beside it is found from there. */
const ownPlaces: Plugin = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(file).href),
      ),
      loader: "ts",
    }));
  },
};

/** The driver of PostgreSQL is taken in, so that a process outlives what kills it as it is published. */
export const mendedDriver: Plugin = {
  name: "mended driver",
  setup({ onLoad, onResolve }) {
    const entry = path.join(ROOT, "node_modules", "postgres", "src", "index.js");
    onResolve({ filter: /^postgres$/ }, () => ({ path: entry }));
    onLoad({ filter: MENDED_FILE }, ({ path: file }) => {
      const source = readFileSync(file, "utf8");
      return { contents: mendDriver(source) ?? source, loader: "js" };
    });
  },
};

/** Whole or not at all; another start may have made the same meanwhile. */
function settle(made: string, place: string): void {
  try {
    renameSync(made, place);
  } catch {
    if (!existsSync(place)) cpSync(made, place, { recursive: true });
    rmSync(made, { recursive: true, force: true });
  }
}

function forgetOld(name: string): void {
  const age = (folder: string) =>
    statSync(path.join(BUNDLES, folder), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const others = readdirSync(BUNDLES).filter((folder) => folder !== name && !folder.startsWith("making-"));
  for (const folder of others.sort((a, b) => age(b) - age(a)).slice(KEPT)) {
    rmSync(path.join(BUNDLES, folder), { recursive: true, force: true });
  }
}
