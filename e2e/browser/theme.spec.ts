import { expectAccessible } from "./accessible.ts";
import { become, giveAccount } from "./accounts.ts";
import { expect as expectSoon, SIZES, test } from "./wall.ts";

/** Passwords are slow to check by design, and a page follows. */
const expect = expectSoon.configure({ timeout: 15_000 });

const LIGHT = "rgb(246, 247, 249)";
const DARK = "rgb(11, 14, 19)";

test("somebody chooses a theme and a language, and finds them on every page and after signing in again", async ({
  page,
  andon,
}) => {
  const account = await giveAccount(andon, { name: "看得清", role: "lead", email: "seer@andon.example" });
  await become(page.context(), andon, account);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`${andon.url}/account`);
  const ground = page.locator(".desk");
  await page.locator("[data-choose-theme=system]").click();
  await expect(ground).toHaveCSS("background-color", LIGHT);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(ground).toHaveCSS("background-color", DARK);
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("[data-choose-theme=dark]").click();
  await expect(ground).toHaveCSS("background-color", DARK);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("My account");

  await become(page.context(), andon, account);
  await page.goto(`${andon.url}/oncall`);
  await expect(ground).toHaveCSS("background-color", DARK);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  // What an address asks for wins, and is not kept.
  await page.goto(`${andon.url}/oncall?lang=zh-CN`);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.goto(`${andon.url}/oncall`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

for (const [theme, size, paths] of [
  ["dark", "tv", ["/users", "/oncall", "/alerts", "/changes"]],
  ["light", "phone", ["/account", "/keys", "/changes"]],
] as const) {
  test(`pages fit and have no accessibility fault, ${theme}, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    // A new account follows the system.
    await page.emulateMedia({ colorScheme: theme });
    const account = await giveAccount(andon, {
      name: "管理",
      role: "admin",
      email: `${theme}@andon.example`,
    });
    await become(page.context(), andon, account);
    for (const path of paths) {
      await page.goto(andon.url + path);
      await expect(page.locator(".desk")).toHaveCSS("background-color", theme === "dark" ? DARK : LIGHT);
      if (path === "/users") await page.getByRole("button", { name: "加一个人" }).click();
      if (path === "/keys") await page.getByRole("button", { name: "加一把" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(SIZES[size].width);
      await expectAccessible(page);
    }
  });
}
