import type { Page } from "playwright/test";
import type { RunningAndon } from "../../bin/testing/run-andon.ts";
import { become, giveAccount } from "./accounts.ts";
import { inDatabase } from "./staff.ts";
import { expect as expectSoon, test } from "./wall.ts";

/** Passwords are slow to check by design, and a page follows. */
const expect = expectSoon.configure({ timeout: 15_000 });

const bar = (page: Page) => page.getByRole("navigation", { name: "页面" }).getByRole("link");

test("finance sees the wall and orders; not who is on call, nor anything to press, by page and by API", async ({
  page,
  andon,
  clean,
}) => {
  clean.lost = true;
  const finance = await giveAccount(andon, { name: "钱会计", role: "finance" });
  await become(page.context(), andon, finance);
  await page.goto(andon.url);
  await expect(bar(page).filter({ hasText: "告警" })).toHaveCount(1);
  await expect(bar(page).filter({ hasText: /值班|电视|用户|密钥/ })).toHaveCount(0);
  for (const path of ["/wall", "/orders?node=packed", "/alerts?state=all"]) {
    expect((await page.goto(andon.url + path))?.status(), path).toBe(200);
  }
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await expect(page.locator("[data-act], [data-pledge]")).toHaveCount(0);
  const { id, orderNo } = await takenByWang(andon);
  for (const path of ["/alerts?state=all", `/alerts/${id}`, `/order?orderNo=${orderNo}`]) {
    await page.goto(andon.url + path);
    await expect(page.locator("main"), path).toContainText("有人接手了");
    expect(await page.content(), `${path}, with what its scripts were given`).not.toContain("王大磊");
  }

  for (const [path, right] of [
    ["/oncall", "看值班"],
    ["/tvs", "看电视"],
    ["/tvs/pair", "管电视"],
    ["/users", "管用户和密钥"],
    ["/keys", "管用户和密钥"],
  ] as const) {
    expect((await page.goto(andon.url + path))?.status(), path).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("这一页不对您开放");
    await expect(page.locator("main")).toContainText(
      `钱会计，您现在的角色是「财务」。 这一页要有「${right}」的权限。`,
    );
    await expect(page.getByRole("link", { name: "打开看板" })).toHaveAttribute("href", "/wall");
  }

  const asked = (method: string, path: string) =>
    page.request
      .fetch(andon.url + path, {
        method,
        headers: { origin: andon.url },
        data: method === "GET" ? undefined : {},
      })
      .then((answer) => answer.status());
  expect(await asked("GET", "/api/v1/board")).toBe(200);
  expect(await asked("GET", "/api/v1/orders")).toBe(200);
  for (const [method, path] of [
    ["GET", "/api/v1/people"],
    ["GET", "/api/v1/on-call/gaps"],
    ["GET", "/api/v1/notifications"],
    ["GET", "/api/v1/tvs"],
    ["GET", "/api/v1/users"],
    ["GET", "/api/v1/keys"],
    ["GET", "/api/v1/policies"],
    ["POST", "/api/v1/users"],
    ["POST", "/api/v1/events"],
    ["POST", "/api/v1/alerts/5c0e0000-0000-4000-8000-00000000000f/acknowledge"],
  ] as const) {
    expect(await asked(method, path), `${method} ${path}`).toBe(403);
  }
});

/** @returns an alert that somebody has, with its audit */
const takenByWang = ({ folder }: RunningAndon) =>
  inDatabase(folder, async (sql) => {
    const [alert] = await sql<{ id: string; orderNo: string }[]>`
      update alerts set state = 'acknowledged', taken_name = '王大磊', taken_via = 'desk', taken_at = now(),
        first_taken_at = now(), first_taken_name = '王大磊', pledge_until = now() + interval '1 hour'
      where id = (select id from alerts where state <> 'resolved' order by opened_at, id limit 1)
      returning id, order_no as "orderNo"`;
    await sql`
      insert into audit (at, actor, action, subject, detail) values (now(), 'person:王大磊', 'alert.acknowledge',
        ${`alert:${alert!.id}`}, ${'{"note": "王大磊去看"}'}::text::jsonb)`;
    return alert!;
  });

test("what a role may not do is refused to a page that asks all the same", async ({ page, andon }) => {
  await become(page.context(), andon, await giveAccount(andon, { name: "张专员", role: "operator" }));
  await page.goto(`${andon.url}/alerts?state=told`);
  await page.getByRole("checkbox").nth(1).check();
  // The buttons are still there when somebody else is signed in.
  await become(page.context(), andon, await giveAccount(andon, { name: "钱会计", role: "finance" }));
  await page.locator("[data-pledge=hour]").click();
  await expect(page.locator("[data-answer=refused]")).toContainText("您的角色不能处理告警");
});

test("an administrator makes an account and a key, each with a secret that is shown once, and takes them away", async ({
  page,
  andon,
}) => {
  await page.goto(`${andon.url}/users`);
  await page.getByRole("button", { name: "加一个人" }).click();
  await page.getByLabel("姓名").fill("孙组长");
  await page.getByLabel("邮箱").fill("sun@andon.example");
  await page.getByLabel("角色").selectOption("lead");
  await page.getByRole("button", { name: "建账号" }).click();
  await expect(page.locator("[data-shown-once]")).toContainText("孙组长 的初始密码，只显示这一次");
  const sun = page.locator('[data-user="sun@andon.example"]');
  await expect(sun).toContainText("组长");
  await page.reload();
  await expect(sun).toContainText("还没换初始密码 · 没登录过");
  await expect(page.locator("[data-shown-once]")).toHaveCount(0);
  await sun.getByRole("button", { name: "改" }).click();
  await sun.getByLabel("角色").selectOption("operator");
  await expect(sun).toContainText("专员");
  await sun.getByRole("button", { name: "停用" }).click();
  await expect(sun).toContainText("已停用");

  await page.goto(`${andon.url}/keys`);
  await page.getByRole("button", { name: "加一把" }).click();
  await page.getByLabel("名字（给谁用）").fill("仓库系统");
  await page.getByRole("button", { name: "生成密钥" }).click();
  const plain = (await page.locator("[data-shown-once] code").textContent())!;
  const orders = () =>
    fetch(`${andon.url}/api/v1/orders`, { headers: { authorization: `Bearer ${plain}` } }).then(
      (answer) => answer.status,
    );
  // It sends events and does nothing else.
  expect(await orders()).toBe(403);
  const key = page.locator('[data-key="仓库系统"]');
  await key.getByRole("button", { name: "作废" }).click();
  await expect(key).toContainText("确定？");
  await key.getByRole("button", { name: "作废" }).click();
  await expect(page.getByText(/^作废的 \d+ 把$/)).toBeVisible();
  await expect.poll(orders, { timeout: 10_000 }).toBe(401);
});
