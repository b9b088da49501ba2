import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mayOpen, needOf, PAGE_NEEDS } from "../domain/access/pages.ts";
import { rightsOfRole } from "../domain/access/rights.ts";

const APP = new URL(".", import.meta.url);
const pages = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /(^|\/)page\.tsx$/.test(file));
const actions = readdirSync(new URL("_data/", APP)).filter((file) =>
  readFileSync(new URL(`_data/${file}`, APP), "utf8").startsWith('"use server"'),
);

/** The path of a page: groups in parentheses are none of it. */
const pathOf = (file: string) => `/${file.replace(/(^|\/)page\.tsx$/, "").replaceAll(/\([^)]*\)\/?/g, "")}`;

test.each(pages.map((file) => [pathOf(file), file] as const))(
  "%s asks for its right itself",
  (path, file) => {
    const need = needOf(path);
    expect(need, `${path} has no row in domain/access/pages.ts`).not.toBeNull();
    const source = readFileSync(new URL(file, APP), "utf8");
    if (need === "open") return;
    if (need === "signed-in") expect(source).toContain("requireAccount()");
    else expect(source).toContain(`requireUser("${need}")`);
  },
);

test("every server action asks who acts", () => {
  expect(actions.length).toBeGreaterThan(0);
  // Who has a signed link acts by it: its signature says who.
  const byLink = ["link-commands.ts"];
  for (const file of actions.filter((name) => !byLink.includes(name))) {
    expect(readFileSync(new URL(`_data/${file}`, APP), "utf8"), file).toMatch(/\b(userWith|currentUser)\(/);
  }
});

test("only what stands in the table opens", () => {
  const everything = rightsOfRole("admin");
  for (const path of Object.keys(PAGE_NEEDS)) {
    expect(mayOpen(path.replaceAll(/\[\w+\]/g, "x"), everything), path).toBe(true);
  }
  for (const path of ["/alerts/a/b", "/nowhere", "/wall/node", "/users/x"])
    expect(mayOpen(path, everything)).toBe(false);
});

test("each role opens its own pages", () => {
  const opened = (role: string) =>
    [
      "/",
      "/wall",
      "/orders",
      "/alerts",
      "/oncall",
      "/tvs",
      "/tvs/pair",
      "/users",
      "/keys",
      "/account",
    ].filter((path) => mayOpen(path, rightsOfRole(role)));
  expect(opened("wall")).toEqual(["/", "/wall", "/account"]);
  expect(opened("finance")).toEqual(["/", "/wall", "/orders", "/alerts", "/account"]);
  expect(opened("operator")).toEqual(["/", "/wall", "/orders", "/alerts", "/oncall", "/account"]);
  expect(opened("lead")).toEqual(["/", "/wall", "/orders", "/alerts", "/oncall", "/tvs", "/account"]);
  expect(opened("manager")).toEqual([
    "/",
    "/wall",
    "/orders",
    "/alerts",
    "/oncall",
    "/tvs",
    "/tvs/pair",
    "/account",
  ]);
  expect(opened("nobody")).toEqual(["/account"]);
});
