import { expect, test } from "vitest";
import { defaultNodes } from "../settings/defaults.ts";
import { DEFAULT_ROLES } from "./defaults.ts";

test("every node to begin with is owned by a role to begin with, and every such role owns one", () => {
  const owners = new Set(defaultNodes("Asia/Shanghai").map(({ owner }) => owner));
  expect(new Set(DEFAULT_ROLES.map(({ key }) => key))).toEqual(owners);
});
