import path from "node:path";
import { parseInstant } from "../../domain/wire/instant.ts";
import { DEFAULT_MAPPING, shippedMappings } from "../../server/sources/csv/mapping.ts";

export interface ImportArguments {
  /** Absolute. */
  file: string;
  /** A shipped mapping's name, or an absolute path. */
  mapping: string;
  /** Epoch ms. */
  asOf: number | null;
}

/** Arguments that are no use: ends the command with exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const USAGE = "npm run import -- FILE [--mapping NAME|FILE] [--as-of 2026-03-01T12:00:00+08:00]";

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
      if (name !== "--mapping" && name !== "--as-of")
        throw new UsageError(`There is no option ${name}. Usage: ${USAGE}`);
      const value = inline ?? args[++i];
      if (!value || options.has(name)) throw new UsageError(`${name} needs one value. Usage: ${USAGE}`);
      options.set(name, value);
    }
  }
  if (files.length !== 1 || files[0] === "") {
    throw new UsageError(`One file at a time: ${files.length} given. Usage: ${USAGE}`);
  }
  const mapping = options.get("--mapping") ?? DEFAULT_MAPPING;
  return {
    file: path.resolve(folder, files[0]!),
    mapping: shippedMappings().includes(mapping) ? mapping : path.resolve(folder, mapping),
    asOf: readAsOf(options.get("--as-of")),
  };
}

function splitOption(arg: string): [name: string | null, value: string | undefined] {
  if (!arg.startsWith("-") || arg === "-") return [null, undefined];
  const equals = arg.indexOf("=");
  return equals === -1 ? [arg, undefined] : [arg.slice(0, equals), arg.slice(equals + 1)];
}

function readAsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const instant = parseInstant(text);
  if (typeof instant === "number") return instant;
  throw new UsageError(`--as-of is ${JSON.stringify(text)}, which ${instant.problem}.`);
}
