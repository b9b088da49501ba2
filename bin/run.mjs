// The door of every npm script. Plain JavaScript without dependencies: on a fresh clone nothing else can run yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 9];
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MODULES = path.join(ROOT, "node_modules");
const LOCKFILE = path.join(ROOT, "package-lock.json");
/** Holds the hash of the lockfile that node_modules was made from. */
const MARK = path.join(MODULES, ".andon-installed");
const INSTALLING = path.join(ROOT, ".install.lock");
const SECOND_MS = 1000;
/** All others run with what npm ci --omit=dev installs. */
const FOR_DEVELOPERS = new Set(["test", "check", "bench", "screens", "build"]);

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(
      `Andon needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}. Get one at https://nodejs.org.`,
    );
  }
  const file = path.join(ROOT, "bin", `${command}.ts`);
  if (!/^[a-z-]+$/.test(command ?? "") || !existsSync(file)) {
    const known = readdirSync(path.join(ROOT, "bin")).filter((name) => /^[a-z]+\.ts$/.test(name));
    throw new Error(
      `There is no command ${command ?? "(none given)"}. Known: ${known.map((name) => name.slice(0, -3)).join(", ")}.`,
    );
  }
  const dev = FOR_DEVELOPERS.has(command);
  if (!isInstalled(dev)) await installAlone(dev);
  run(file, args);
}

function isInstalled(dev) {
  const wanted = hashOf(LOCKFILE);
  try {
    if (readFileSync(MARK, "utf8").trim() === wanted) return true;
  } catch {}
  // Installed by hand: what npm recorded must be what the lockfile says.
  if (matchesLockfile(true)) {
    try {
      writeFileSync(MARK, `${wanted}\n`);
    } catch {}
    return true;
  }
  return !dev && matchesLockfile(false);
}

function matchesLockfile(dev) {
  try {
    const wanted = JSON.parse(readFileSync(LOCKFILE, "utf8")).packages;
    const found = JSON.parse(readFileSync(path.join(MODULES, ".package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(([place, entry]) => {
      if (place === "") return true;
      if (found[place]) return found[place].version === entry.version;
      return entry.optional === true || (!dev && (entry.dev === true || entry.devOptional === true));
    });
  } catch {
    return false;
  }
}

/** Two starts at once must not both rewrite node_modules: the later waits for the earlier. */
async function installAlone(dev) {
  try {
    accessSync(ROOT, constants.W_OK);
  } catch {
    throw new Error(
      `The folder ${ROOT} is read-only for this user, so its packages cannot be installed. Copy it to a folder of your own, or run npm ci as its owner.`,
    );
  }
  let told = false;
  while (!takeLock()) {
    const holder = readHolder();
    if (!told)
      process.stdout.write(`Another start (pid ${holder}) is installing the packages: waiting for it.\n`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, SECOND_MS));
  }
  const release = () => rmSync(INSTALLING, { force: true });
  process.once("exit", release);
  if (!isInstalled(dev)) await install();
  release();
  process.removeListener("exit", release);
}

function takeLock() {
  try {
    const lock = openSync(INSTALLING, "wx");
    writeSync(lock, String(process.pid));
    closeSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST")
      throw new Error(
        `The folder ${ROOT} cannot be written to (${error.code}), so its packages cannot be installed.`,
      );
  }
  const holder = readHolder();
  if (holder !== null && !isAlive(holder)) rmSync(INSTALLING, { force: true });
  return false;
}

/** Null while the holder has not written its pid yet. */
function readHolder() {
  try {
    return Number(readFileSync(INSTALLING, "utf8")) || null;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function install() {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / SECOND_MS).toFixed(1)} s`;
  const live = process.stdout.isTTY;
  const show = () => process.stdout.write(`\r… Packages ${seconds()} `);
  const progress = live ? setInterval(show, 200) : undefined;
  if (!live) process.stdout.write("… Packages (the first time takes a minute or two)\n");
  let failure = await runNpm("ci");
  // A mirror that lacks packages of other platforms makes npm ci refuse the lockfile; install keeps to it too.
  if (failure?.includes("EUSAGE")) failure = await runNpm("install", "--no-save");
  clearInterval(progress);
  if (live) process.stdout.write("\r\x1b[K");
  if (failure) throw new Error(`Packages could not be installed: ${failure}`);
  writeFileSync(MARK, `${hashOf(LOCKFILE)}\n`);
  process.stdout.write(`✓ Packages · ${seconds()}\n`);
}

/** Resolves to null, or to why it failed. */
function runNpm(...verb) {
  const all = [...verb, "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm tells where it is; without it (node bin/run.mjs) it is looked for on PATH.
  const npm = process.env.npm_execpath;
  const [file, args] = npm?.endsWith(".js") ? [process.execPath, [npm, ...all]] : ["npm", all];
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (bytes) => {
        said = (said + bytes).slice(-64_000);
      });
    }
    const stop = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
    const finish = (failure) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(signal, stop);
      resolve(failure);
    };
    child.once("error", (error) =>
      finish(error.code === "ENOENT" ? "npm was not found on PATH. Install npm." : error.message),
    );
    child.once("close", (code, signal) =>
      finish(code === 0 ? null : signal ? `ended by ${signal}.` : reasonIn(said)),
    );
  });
}

/** npm's own reason as one line. */
function reasonIn(said) {
  const lines = said
    .split("\n")
    .map((line) => line.replace(/^npm (error|ERR!)\s?/, "").trim())
    .filter(
      (line) => line !== "" && !/^(A complete log|code [A-Z0-9]+$|errno|syscall|path |npm warn)/.test(line),
    );
  const code = /npm (?:error|ERR!) code (\S+)/.exec(said);
  return `${lines[0] ?? "npm gave no reason"}${code ? ` (${code[1]})` : ""}. Correct it and start again, or run npm ci by hand to see more.`;
}

function run(file, args) {
  const tsx = path.join(MODULES, "tsx", "dist", "loader.mjs");
  const child = spawn(process.execPath, ["--import", new URL(`file://${tsx}`).href, file, ...args], {
    cwd: ROOT,
    // The channel tells the command when we were killed, so that nothing it started outlives us.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const watch = watchParents(() => child.kill("SIGTERM"));
  child.once("error", (error) => {
    process.stderr.write(`${file} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once("exit", (code, signal) => {
    clearInterval(watch);
    process.exit(signal ? 1 : (code ?? 1));
  });
}

/** npm killed without a word cannot pass a signal on: when it, or its shell, is gone, so are we. */
function watchParents(gone) {
  if (!process.env.npm_lifecycle_event || process.platform !== "linux") return undefined;
  const chain = [];
  for (let pid = process.ppid; pid > 1 && chain.length < 3; ) {
    const stat = statOf(pid);
    if (!stat) break;
    chain.push({ pid, born: stat.born });
    if (/^npm /.test(stat.command) || /npm(-cli)?(\.js)?\0/.test(stat.command)) {
      const timer = setInterval(() => {
        if (chain.some((parent) => statOf(parent.pid)?.born !== parent.born)) gone();
      }, SECOND_MS);
      timer.unref();
      return timer;
    }
    pid = stat.parent;
  }
  return undefined;
}

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    return {
      parent: Number(fields[1]),
      born: fields[19],
      command: readFileSync(`/proc/${pid}/cmdline`, "utf8"),
    };
  } catch {
    return null;
  }
}

function hashOf(file) {
  return existsSync(file) ? createHash("sha256").update(readFileSync(file)).digest("hex") : "none";
}
