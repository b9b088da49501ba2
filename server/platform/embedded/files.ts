import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Other users may pass through to what is theirs below (PostgreSQL's data when we are root), not look around. */
const FOLDER_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;
const SECRET_MODE = 0o600;
const SECRET_BYTES = 24;

/** What is wrong with a place on disk, in one line. */
export class FolderError extends Error {
  override name = "FolderError";
}

/** Makes the folder with its parents. @throws FolderError when it cannot be written to */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    const probe = path.join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === "ENOSPC"
        ? "the disk is full"
        : code === "EEXIST" || code === "ENOTDIR"
          ? "a file is in the way"
          : "it is read-only for this user";
    throw new FolderError(
      `The data folder ${folder} cannot be used: ${why} (${code}). Set ANDON_DATA_DIR to a folder that can be written to.`,
    );
  }
}

/** Replaces the file in one step, readable by its owner only: a crash leaves the old or the new, never half. */
export function writeAtomically(file: string, text: string): void {
  const half = `${file}.${process.pid}.tmp`;
  writeFileSync(half, text, { mode: SECRET_MODE });
  renameSync(half, file);
}

/** A random password kept in `file`: made on first use. */
export function keptSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const half = `${file}.${process.pid}.tmp`;
  writeFileSync(half, `${randomBytes(SECRET_BYTES).toString("base64url")}\n`, { mode: SECRET_MODE });
  try {
    linkSync(half, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(half);
  }
  return readFileSync(file, "utf8").trim();
}
