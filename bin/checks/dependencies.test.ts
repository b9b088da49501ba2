import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "./check.ts";
import { cruise } from "./dependencies.ts";

const copy = mkdtempSync(path.join(os.tmpdir(), "andon-planted-"));

afterAll(() => rmSync(copy, { recursive: true }));

/** A file to plant, what it imports, and the rule that has to see it. */
const PLANTS: [file: string, imports: string, rule: string][] = [
  ["domain/planted.ts", "node:fs", "domain-is-pure"],
  ["domain/planted-type.ts", "../db/sql.ts", "domain-is-the-ground"],
  ["db/planted.ts", "../server/platform/env.ts", "db-looks-down"],
  ["server/planted.ts", "../app/_ui/language.ts", "server-looks-down"],
  ["workers/planted.ts", "../server/realtime/planted-gateway.ts", "workers-reach-screens-through-redis"],
  ["app/planted.ts", "../db/sql.ts", "app-goes-through-server"],
  ["app/planted-query.ts", "../server/platform/env.ts", "one-door-to-the-server"],
  ["app/_ui/planted.ts", "../_data/planted-door.ts", "ui-knows-the-domain-only"],
  ["server/planted-outsider.ts", "../simulator/planted-shop.ts", "nobody-imports-outsiders"],
  ["bench/planted.ts", "../simulator/planted-shop.ts", "outsiders-keep-apart"],
  ["simulator/planted.ts", "../server/platform/env.ts", "simulator-speaks-the-public-api"],
  ["server/planted-testing.ts", "../db/testing/database.ts", "testing-stays-in-tests"],
];

test("every planted violation of the dependency rule is found, and nothing else", async () => {
  for (const folder of ["app", "server", "workers", "db", "domain", "bin", "simulator", "e2e", "bench"]) {
    cpSync(path.join(ROOT, folder), path.join(copy, folder), { recursive: true });
  }
  cpSync(path.join(ROOT, "tsconfig.json"), path.join(copy, "tsconfig.json"));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(copy, "node_modules"));
  for (const target of [
    "server/realtime/planted-gateway.ts",
    "app/_data/planted-door.ts",
    "simulator/planted-shop.ts",
  ]) {
    mkdirSync(path.dirname(path.join(copy, target)), { recursive: true });
    writeFileSync(path.join(copy, target), "export type Planted = 1;\n");
  }
  for (const [file, imports] of PLANTS) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    // A type import leaves no trace in JavaScript: it has to count all the same.
    appendFileSync(
      path.join(copy, file),
      `import type * as planted from "${imports}";\nexport type { planted };\n`,
    );
  }
  const { violations } = await cruise(copy);
  const found = new Set(violations.map(({ from, rule }) => `${from} ${rule.name}`));
  for (const [file, , rule] of PLANTS) expect(found).toContain(`${file} ${rule}`);
  const others = violations.filter(({ from }) => !from.includes("planted"));
  expect(others).toEqual([]);
});
