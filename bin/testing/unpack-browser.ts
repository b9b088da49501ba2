import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runProgram } from "./run-program.ts";

const PACKAGES = ["chromium", "fonts-noto-cjk"];
const UPDATE_WITHIN_MS = 180_000;
const DOWNLOAD_WITHIN_MS = 600_000;
const UNPACK_WITHIN_MS = 120_000;

/** Where the script of an unpacked browser is, once there is one. */
export const unpackedBrowser = (cache: string) => path.join(cache, "chromium");

/**
 * Without root, on Debian and its like: fetches the distribution's Chromium with whatever libraries and fonts the
 * machine lacks, and unpacks them into `cache`, with apt's lists in there too.
 * @returns a script that runs it; null where this cannot work
 */
export async function unpackBrowser(cache: string): Promise<string | null> {
  const script = unpackedBrowser(cache);
  if (existsSync(script)) return script;
  const folder = (name: string) => {
    const made = path.join(cache, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const lists = folder("lists");
  mkdirSync(path.join(lists, "partial"), { recursive: true });
  const archives = folder("archives");
  const tree = folder("tree");
  const aptCache = folder("cache");
  const apt = (args: string[], withinMs: number) =>
    runProgram(
      "apt-get",
      [
        "-o",
        `Dir::State::lists=${lists}`,
        "-o",
        `Dir::Cache=${aptCache}`,
        "-o",
        "Debug::NoLocking=1",
        ...args,
      ],
      { withinMs, cwd: archives },
    );
  if (!(await apt(["update", "-qq"], UPDATE_WITHIN_MS)).ok) return null;
  // A simulated installation names what is missing, and only that.
  const plan = await apt(["install", "--simulate", "--no-install-recommends", ...PACKAGES], UPDATE_WITHIN_MS);
  const missing = [...plan.said.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]!);
  if (!plan.ok || missing.length === 0) return null;
  if (!(await apt(["download", "-qq", ...missing], DOWNLOAD_WITHIN_MS)).ok) return null;
  for (const archive of readdirSync(archives).filter((name) => name.endsWith(".deb"))) {
    const unpacked = await runProgram("dpkg", ["-x", path.join(archives, archive), tree], {
      withinMs: UNPACK_WITHIN_MS,
    });
    if (!unpacked.ok) return null;
  }
  for (const done of [archives, lists, aptCache]) rmSync(done, { recursive: true });
  return writeScript(cache, tree, script);
}

function writeScript(cache: string, tree: string, script: string): string | null {
  const binary = path.join(tree, "usr", "lib", "chromium", "chromium");
  if (!existsSync(binary)) return null;
  const fonts = path.join(cache, "fonts.conf");
  writeFileSync(
    fonts,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${tree}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${cache}/font-cache</cachedir>
</fontconfig>
`,
  );
  const libraries = libraryFolders(tree).join(":");
  writeFileSync(
    script,
    `#!/bin/sh
export LD_LIBRARY_PATH="${libraries}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="${fonts}"
exec "${binary}" "$@"
`,
  );
  chmodSync(script, 0o755);
  return script;
}

/** Every folder that holds a shared library: some packages keep theirs one level down. */
function libraryFolders(tree: string): string[] {
  const folders = new Set<string>();
  for (const lib of ["lib", path.join("usr", "lib")]) {
    const at = path.join(tree, lib);
    if (!existsSync(at)) continue;
    for (const entry of readdirSync(at, { recursive: true, withFileTypes: true })) {
      if (/\.so(\.|$)/.test(entry.name)) folders.add(entry.parentPath ?? entry.path);
    }
  }
  return [...folders].sort((a, b) => a.length - b.length);
}
