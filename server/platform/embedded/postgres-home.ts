import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { FolderError, makeFolder, writeAtomically } from "./files.ts";
import { copyBinaries, findBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { EmbeddedServiceError } from "./service.ts";

/** Where PostgreSQL runs from, and as whom. */
export interface PostgresHome {
  binaries: PostgresBinaries;
  /** Holds the cluster and our marks beside it. */
  folder: string;
  /** PGDATA. */
  data: string;
  /** Set when we are root: PostgreSQL refuses to run as such. */
  as: { uid?: number; gid?: number };
}

const POINTER = "postgres.location";
/** Points back from there. */
const ORIGIN = "data-folder";
/** Tried in turn when the data folder lies where only root may enter. */
const SHARED_PLACES = ["/var/lib/andon", "/var/tmp/andon-root"];
const OPEN_MODE = 0o755;
const PRIVATE_MODE = 0o700;

/**
 * Chooses the place: inside the data folder, or, for a root whose data folder or node_modules the postgres
 * user cannot reach, under /var/lib/andon with a pointer left in the data folder.
 */
export function postgresHome(dataFolder: string): PostgresHome {
  makeFolder(dataFolder);
  const binaries = findBinaries();
  if (process.getuid?.() !== 0) {
    const folder = path.join(dataFolder, "postgres");
    return prepare({ binaries, folder, data: path.join(folder, "data"), as: {} });
  }
  const as = unprivilegedUser();
  const folder = rootsHome(dataFolder, as);
  const reached = canRun(path.join(binaries.root, "bin", "postgres"), as)
    ? binaries
    : copyBinaries(binaries, sharedPlace());
  return prepare({ binaries: reached, folder, data: path.join(folder, "data"), as });
}

function prepare(home: PostgresHome): PostgresHome {
  mkdirSync(home.folder, { recursive: true, mode: home.as.uid === undefined ? PRIVATE_MODE : OPEN_MODE });
  mkdirSync(home.data, { recursive: true, mode: PRIVATE_MODE });
  if (home.as.uid !== undefined) chownSync(home.data, home.as.uid, home.as.gid ?? home.as.uid);
  chmodSync(home.data, PRIVATE_MODE);
  return home;
}

function rootsHome(dataFolder: string, as: { uid: number; gid: number }): string {
  const pointer = path.join(dataFolder, POINTER);
  if (existsSync(pointer)) return readFileSync(pointer, "utf8").trim();
  const inside = path.join(dataFolder, "postgres");
  mkdirSync(inside, { recursive: true, mode: OPEN_MODE });
  if (canEnter(inside, as)) return inside;
  rmSync(inside, { recursive: true });
  const place = sharedPlace();
  sweepForgotten(place);
  const hash = createHash("sha256").update(dataFolder).digest("hex").slice(0, 12);
  // Random beside the hash: a data folder that was deleted and made again begins with an empty database.
  const outside = path.join(place, `${hash}-${randomBytes(3).toString("hex")}`);
  mkdirSync(outside, { mode: OPEN_MODE });
  writeAtomically(path.join(outside, ORIGIN), `${dataFolder}\n`);
  writeAtomically(pointer, `${outside}\n`);
  return outside;
}

/**
 * Clusters whose data folder lay in a temporary place and is gone. Of other places a disk may just not be mounted:
 * nothing of them is ever deleted.
 */
function sweepForgotten(place: string): void {
  for (const name of readdirSync(place)) {
    try {
      const origin = readFileSync(path.join(place, name, ORIGIN), "utf8").trim();
      const temporary = origin.startsWith(`${os.tmpdir()}${path.sep}`);
      if (temporary && !existsSync(origin)) rmSync(path.join(place, name), { recursive: true, force: true });
    } catch {
      // The binaries, which have no origin.
    }
  }
}

function sharedPlace(): string {
  for (const place of SHARED_PLACES) {
    try {
      mkdirSync(place, { recursive: true, mode: OPEN_MODE });
      // Anyone may write to /var/tmp: a folder that is not root's own could be a trap.
      const stat = lstatSync(place);
      if (stat.isDirectory() && stat.uid === 0) return place;
    } catch {}
  }
  throw new FolderError(
    `Neither ${SHARED_PLACES.join(" nor ")} can be written to, and PostgreSQL cannot run as root inside a closed ` +
      "folder. Set ANDON_DATA_DIR to a folder that other users may enter, or set DATABASE_URL.",
  );
}

/** The machine's postgres user; made when there is none; nobody when it cannot be made. */
function unprivilegedUser(): { uid: number; gid: number } {
  const found = lookUp("postgres");
  if (found) return found;
  spawnSync("useradd", [
    "--system",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--user-group",
    "postgres",
  ]);
  const made = lookUp("postgres") ?? lookUp("nobody");
  if (made) return made;
  throw new EmbeddedServiceError(
    "PostgreSQL does not run as root, and this machine has no other user to run it as. " +
      "Start Andon as an ordinary user, or set DATABASE_URL.",
  );
}

function lookUp(user: string): { uid: number; gid: number } | null {
  const id = (flag: string) => spawnSync("id", [flag, user], { encoding: "utf8" });
  const [uid, gid] = [id("-u"), id("-g")];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

function canEnter(folder: string, as: { uid: number; gid: number }): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...as, cwd: "/" }).status === 0;
}

function canRun(binary: string, as: { uid: number; gid: number }): boolean {
  // EACCES when a folder above is closed; a library that is missing is told later, with its name.
  return spawnSync(binary, ["--version"], { ...as, cwd: "/" }).error === undefined;
}
