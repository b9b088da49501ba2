import type { Page } from "playwright/test";
import { expectAccessible } from "./accessible.ts";
import { giveAccount } from "./accounts.ts";
import { totp } from "./totp.ts";
import { expect as expectSoon, SIZES, test } from "./wall.ts";

/** Passwords are slow to check by design, and a page follows. */
const expect = expectSoon.configure({ timeout: 15_000 });

/** Nobody is signed in when these begin. */
test.use({ storageState: { cookies: [], origins: [] } });

/** So many wrong passwords are free; the next one has to wait. */
const FREE_TRIES = 5;

async function fillIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

test("whoever is not signed in is sent to sign in, and then on to the page they asked for", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  const account = await giveAccount(andon, { name: "张专员", role: "operator" });
  const api = await page.request.get(`${andon.url}/api/v1/orders`);
  expect(api.status()).toBe(401);
  await page.goto(`${andon.url}/alerts?state=all`);
  await expect(page).toHaveURL(/\/signin\?next=/);
  await expect(page.locator(".sign-in-hint").first()).toContainText("先登录");
  await fillIn(page, { ...account, password: "not-the-password" });
  await expect(page.locator("[data-refused=wrong-password]")).toContainText("邮箱或密码不对");
  await fillIn(page, account);
  await expect(page).toHaveURL(`${andon.url}/alerts?state=all`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("告警");
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.includes("session_token"));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  await page.locator("[data-account] summary").click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/signin$/);
  await page.goto(`${andon.url}/alerts`);
  await expect(page).toHaveURL(/\/signin\?next=/);
  expect((await page.request.get(`${andon.url}/api/v1/orders`)).status()).toBe(401);
});

test("who asked for a page in English signs in in English", async ({ page, andon }) => {
  await page.goto(`${andon.url}/wall?lang=en`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
});

test("a page of another site is never gone on to", async ({ page, andon }) => {
  const account = await giveAccount(andon, { name: "张专员", role: "operator" });
  await page.goto(`${andon.url}/signin?next=${encodeURIComponent("//evil.example/")}`);
  await fillIn(page, account);
  await expect(page).toHaveURL(`${andon.url}/`);
});

test("a first password opens nothing but its own change", async ({ page, andon }) => {
  const account = await giveAccount(
    andon,
    { name: "新来的", role: "operator", email: "new@andon.example" },
    true,
  );
  await page.goto(`${andon.url}/signin`);
  await fillIn(page, account);
  await expect(page).toHaveURL(`${andon.url}/account`);
  await expect(page.getByRole("status")).toContainText("先换掉别人给的密码");
  await page.getByLabel("现在的密码").fill(account.password);
  await page.getByLabel(/^新密码（/).fill("my-own-password-now");
  await page.getByLabel("新密码再输一次").fill("my-own-password-now");
  await page.getByRole("button", { name: "换密码" }).click();
  await expect(page).toHaveURL(`${andon.url}/`);
  await expect(page.locator("[data-node=packed]")).toBeVisible();
});

test("a second factor is set up with a code, asked for at sign-in, and a backup code works once", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  test.slow();
  const account = await giveAccount(andon, { name: "两步", role: "operator", email: "two@andon.example" });
  const signOut = async () => {
    await page.locator("[data-account] summary").click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await expect(page.getByLabel("邮箱")).toBeVisible();
  };
  await page.goto(`${andon.url}/signin?next=/account`);
  await fillIn(page, account);
  await page.getByRole("button", { name: "打开两步验证" }).click();
  await page.getByLabel("先输一次密码").fill(account.password);
  await page.getByRole("button", { name: "打开两步验证" }).click();
  await expect(page.locator(".qr-code")).toBeVisible();
  const secret = (await page.locator("[data-secret]").textContent())!;
  const backup = await page.locator("[data-backup-codes] li").allTextContents();
  expect(backup.length).toBeGreaterThanOrEqual(8);
  await page.getByLabel(/输入它显示的 6 位/).fill("000000");
  await page.getByRole("button", { name: "确认并打开" }).click();
  await expect(page.locator("[data-refused=wrong-code]")).toBeVisible();
  await page.getByLabel(/输入它显示的 6 位/).fill(totp(secret));
  await page.getByRole("button", { name: "确认并打开" }).click();
  await expect(page.locator("[data-two-factor=on]")).toBeVisible();

  await signOut();
  await fillIn(page, account);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("两步验证");
  // The password alone opens nothing.
  expect((await page.request.get(`${andon.url}/api/v1/orders`)).status()).toBe(401);
  await page.getByLabel("身份验证器上的 6 位数字").fill("000000");
  await expect(page.locator("[data-refused=wrong-code]")).toBeVisible();
  await page.getByLabel("身份验证器上的 6 位数字").fill(totp(secret));
  await expect(page.locator("[data-node=packed]")).toBeVisible();

  for (const used of [false, true]) {
    await signOut();
    await fillIn(page, account);
    await page.getByRole("button", { name: "手机不在身边，用备用码" }).click();
    await page.getByLabel(/备用码/).fill(backup[0]!);
    await page.getByRole("button", { name: "确认" }).click();
    if (used) await expect(page.locator("[data-refused=wrong-code]")).toBeVisible();
    else await expect(page.locator("[data-node=packed]")).toBeVisible();
  }
});

test("after wrong passwords an account waits, and says how long; others do not", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  const account = await giveAccount(andon, {
    name: "被试的",
    role: "operator",
    email: "tried@andon.example",
  });
  for (let tries = 0; tries < FREE_TRIES; tries++) {
    const answer = await page.request.post(`${andon.url}/api/auth/sign-in/email`, {
      headers: { origin: andon.url },
      data: { email: account.email, password: `guess-number-${tries}` },
    });
    expect(answer.status()).toBe(401);
  }
  await page.goto(`${andon.url}/signin`);
  // Not even the right one is looked at now.
  await fillIn(page, account);
  await expect(page.locator("[data-refused=address-locked]")).toContainText(
    /密码错得太多，这个账号先锁一会儿。再等 \d+ 秒/,
  );
  await expect(page.getByRole("button", { name: "登录", exact: true })).toBeDisabled();
  await page.reload();
  await fillIn(page, await giveAccount(andon, { name: "张专员", role: "operator" }));
  await expect(page).toHaveURL(`${andon.url}/`);
});

for (const lang of ["zh-CN", "en"]) {
  test(`signing in fits a phone and is read aloud well, ${lang}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES.phone);
    await page.goto(`${andon.url}/signin?lang=${lang}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES.phone.width);
    await expectAccessible(page);
  });
}
