// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources that are looked at
import { expect, test } from "vitest";
import { missingTexts } from "./used-texts.ts";

const keys = new Set(["desk.retry", "roles.lead", "roles.admin", "bar.pages./alerts", "age.hours"]);

test.each([
  ['t("desk.retry")', []],
  ['t("desk.gone")', ["desk.gone"]],
  ["t(`roles.${role}`)", []],
  ["t(`role.${role}`, { name })", ["role.${role}"]],
  ["t(`bar.pages.${path}`)", []],
  ['t.rich("desk.gone", { b: (part) => part })', ["desk.gone"]],
  ['t(kind === "totp" ? "desk.retry" : "desk.lost", { kind: "other" })', ["desk.lost"]],
  ['t(open ? "desk.retry" : "roles.lead")', []],
  ['const t = useTranslations("desk"); t("retry"); t("gone")', ["gone"]],
  // Not texts of ours.
  ['set("desk.gone"); const at = split("x"); print.t("y")', []],
  ['t(words(",)"), "desk.gone")', [",)"]],
] as const)("%s", (source, missing) => {
  expect(missingTexts(source, keys)).toEqual(missing);
});
