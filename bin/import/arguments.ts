import path from "node:path";
import { parseInstant } from "../../domain/wire/instant.ts";
import { shippedMappings } from "../../server/sources/csv/mapping.ts";

export interface ImportArguments {
  /** Absolute: the file, or the folder to watch. */
  path: string;
  watch: boolean;
  /** A shipped mapping's name, or an absolute path; null: the file says. */
  mapping: string | null;
  /** Epoch ms. */
  asOf: number | null;
  /** Epoch ms: for which moment a snapshot stands; null: the file says. */
  exportedAt: number | null;
}

/** Arguments that are no use: ends the command with exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const USAGE =
  "npm run import -- FILE [--mapping NAME|FILE] [--exported-at 2026-03-01T12:00:00+08:00] [--as-of …], " +
  "or npm run import -- --watch FOLDER [--mapping NAME|FILE]";

const OPTIONS = ["--mapping", "--as-of", "--exported-at", "--watch"];

/**
 * Reads the command line.
 * @param folder what relative paths are relative to
 * @returns null when help is asked for
 * @throws UsageError naming the argument and the remedy
 */
export function readArguments(args: readonly string[], folder: string): ImportArguments | null {
  const files: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = splitOption(args[i]!);
    if (name === "--help" || name === "-h") return null;
    if (name === null) files.push(args[i]!);
    else {
      if (!OPTIONS.includes(name)) throw new UsageError(`There is no option ${name}. Usage: ${USAGE}`);
      const value = inline ?? args[++i];
      if (!value || options.has(name)) throw new UsageError(`${name} needs one value. Usage: ${USAGE}`);
      options.set(name, value);
    }
  }
  const watched = options.get("--watch");
  if (watched !== undefined) refuseBesideWatch(files, options);
  else if (files.length !== 1 || files[0] === "") {
    throw new UsageError(`One file at a time: ${files.length} given. Usage: ${USAGE}`);
  }
  const mapping = options.get("--mapping") ?? null;
  return {
    path: path.resolve(folder, watched ?? files[0]!),
    watch: watched !== undefined,
    mapping:
      mapping === null || shippedMappings().includes(mapping) ? mapping : path.resolve(folder, mapping),
    asOf: readMoment("--as-of", options),
    exportedAt: readMoment("--exported-at", options),
  };
}

/** Each file of a watched folder has a time of its own, and a watch waits for what comes. */
function refuseBesideWatch(files: readonly string[], options: ReadonlyMap<string, string>): void {
  const meaningless = [...files, ...["--as-of", "--exported-at"].filter((name) => options.has(name))][0];
  if (meaningless !== undefined) {
    throw new UsageError(`--watch takes a folder and no ${meaningless}. Usage: ${USAGE}`);
  }
}

function splitOption(arg: string): [name: string | null, value: string | undefined] {
  if (!arg.startsWith("-") || arg === "-") return [null, undefined];
  const equals = arg.indexOf("=");
  return equals === -1 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function readMoment(name: string, options: ReadonlyMap<string, string>): number | null {
  const text = options.get(name);
  if (text === undefined) return null;
  const instant = parseInstant(text);
  if (typeof instant === "number") return instant;
  throw new UsageError(`${name} is ${JSON.stringify(text)}, which ${instant.problem}.`);
}
