import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const filesOf = (folder: string, ending: string) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));

describe("the documents", () => {
  test.each(["README.md", ...filesOf("docs", ".md")])("%s links to what exists", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
    const broken = links
      .filter((target) => !/^(https?:|#)/.test(target))
      .filter((target) => !existsSync(path.join(ROOT, path.dirname(file), target.split("#")[0]!)));
    expect(broken).toEqual([]);
  });

  test("every runbook is in their index", () => {
    const index = read("docs/runbooks/README.md");
    const pages = filesOf("docs/runbooks", ".md").map((file) => path.basename(file));
    const missing = pages.filter((page) => page !== "README.md" && !index.includes(`(${page})`));
    expect(missing).toEqual([]);
  });

  test("every warning that a process can write has its runbook", () => {
    const index = read("docs/runbooks/README.md");
    const warnings = ["server", "workers"]
      .flatMap((folder) => filesOf(folder, ".ts"))
      .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
      .flatMap((file) =>
        [...read(file).matchAll(/\blog(?:\.(?:warn|error)|\[level\])\([^"]*"([^"]+)"\s*,?\s*\)/g)].map(
          ([, message]) => message!.split(";")[0]!,
        ),
      );
    expect(warnings.length).toBeGreaterThan(8);
    expect(warnings.filter((warning) => !index.includes(`\`${warning}\``))).toEqual([]);
  });

  test("every alarm speaks of metrics that are described, and names a runbook", () => {
    const metrics = read("docs/METRICS.md");
    const rules = read("docs/prometheus-alerts.yml").split("- alert:").slice(1);
    expect(rules.length).toBeGreaterThan(20);
    for (const rule of rules) {
      const [, runbook] = /runbook: (\S+)/.exec(rule) ?? [];
      expect(existsSync(path.join(ROOT, runbook ?? "none")), rule).toBe(true);
      for (const [name] of rule.matchAll(/\b(?:andon|nodejs)_[a-z0-9_]+/g))
        expect(metrics, rule).toContain(name.replace(/_(bucket|count)$/, ""));
    }
  });
});
