import AxeBuilder from "@axe-core/playwright";
import { become, giveAccount } from "./accounts.ts";
import { RECIPIENT, RED, SHOP_START } from "./shop.ts";
import { inDatabase } from "./staff.ts";
import { countOf, expect, openWall, SIZES, test, tile, total } from "./wall.ts";

const THEN = new Date(SHOP_START).toISOString();
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test("a tile opens into the orders that add up to its numbers", async ({ page, andon }) => {
  await openWall(page, andon);
  const red = Number(await countOf(page, "bulky_dispatch", "red").textContent());
  const yellow = Number(await countOf(page, "bulky_dispatch", "yellow").textContent());
  await tile(page, "bulky_dispatch").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("大件装车调度");
  const chip = (name: string) => page.locator(`[data-chip=${name}]`).getAttribute("data-count");
  expect(await chip("red")).toBe(String(red));
  expect(await chip("yellow")).toBe(String(yellow));
  expect(await chip("all")).toBe(String(red + yellow));
  await expect(page.locator("[data-visit]")).toHaveCount(red + yellow);
  await expect(page.locator("[data-visit][data-light=red]")).toHaveCount(red);
  // The one that has waited longest comes first.
  await expect(page.locator("[data-visit]").first()).toContainText(/超时 6 小时/);
  await page.locator("[data-chip=yellow]").click();
  await expect(page.locator("[data-visit]")).toHaveCount(yellow);
  await expect(page.locator("[data-chip=yellow]")).toHaveAttribute("aria-current", "true");
  await page.getByRole("link", { name: "回到看板" }).click();
  await expect(page.locator("[data-link=live]")).toBeVisible();
});

test("a total of the strip opens into the orders that add up to it", async ({ page, andon }) => {
  await openWall(page, andon);
  const red = Number(await total(page, "red").textContent());
  await page.locator("[data-total=red]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("要叫人的节点");
  await expect(page.locator("[data-chip=red]")).toHaveAttribute("data-count", String(red));
  await expect(page.locator("[data-visit]")).toHaveCount(red);
  await expect(page.locator("[data-visit]").first()).toContainText("大件装车调度");
});

test("the clock opens into the hour before", async ({ page, andon }) => {
  await openWall(page, andon);
  await page.getByRole("link", { name: "回放过去一小时" }).click();
  await expect(page.locator("main")).toHaveAttribute("data-state", "past");
  await expect(page.locator(".band-past")).toContainText("13:0");
});

test("the keyboard opens a tile, and shows where it is", async ({ page, andon }) => {
  await openWall(page, andon);
  const link = tile(page, "packed").getByRole("link");
  await page.keyboard.press("Tab");
  await link.focus();
  await expect(link).toHaveCSS("outline-style", "solid");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-visit]")).toHaveCount(RED.packed);
});

test("from the past a tile opens into the orders of that moment, and back", async ({ page, andon }) => {
  const asOf = "2026-03-01T14:00:00+08:00";
  await page.goto(`${andon.url}/wall?asOf=${encodeURIComponent(asOf)}`);
  await tile(page, "bulky_dispatch").click();
  await expect(page.getByText("这是回放，不是现在")).toBeVisible();
  await expect(page.locator("[data-visit]")).toHaveCount(12);
  await expect(page.locator("[data-visit][data-light=green]")).toHaveCount(12);
  await page.getByRole("link", { name: "回到看板" }).click();
  await expect(page.locator(".wall")).toHaveAttribute("data-state", "past");
});

test("a bar and a cell open into the orders that were late then, as many as they count", async ({
  page,
  andon,
}) => {
  await page.goto(`${andon.url}/wall`);
  await page.locator("[data-bar=packed] a").click();
  await expect(page.locator("[data-visit]")).toHaveCount(RED.packed);
  await page.goto(`${andon.url}/wall?asOf=${encodeURIComponent(THEN)}`);
  await page.locator("[data-heat=bulky_dispatch] [data-hour]").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("大件装车调度");
  await expect(page.locator("[data-visit]")).toHaveCount(RED.bulky_dispatch);
});

test("an order tells where it has been, in both languages, and names nobody", async ({ page, andon }) => {
  await page.goto(`${andon.url}/orders?node=packed`);
  await page.locator("[data-visit] a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("订单 packed-");
  await expect(page.locator("[data-visit]")).toHaveCount(1);
  await expect(page.locator("[data-visit]")).toContainText("打包待出库");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("[data-visit]")).toContainText("Packed");
  const told = await page.content();
  await page.getByRole("link", { name: "中文" }).click();
  await expect(page.locator("[data-visit]")).toContainText("打包待出库");
  for (const personal of Object.values(RECIPIENT)) expect(told).not.toContain(personal);

  // Who may see the recipient asks for it, and it is noted; whoever may not has nothing to press.
  await page.getByRole("button", { name: "看收件人" }).click();
  for (const personal of Object.values(RECIPIENT))
    await expect(page.locator("[data-recipient]")).toContainText(personal);
  const looks = () =>
    inDatabase(andon.folder, (sql) => sql`select actor from audit where action = 'order.unmask'`);
  expect(await looks()).toEqual([{ actor: expect.stringMatching(/^user:/) }]);
  await become(page.context(), andon, await giveAccount(andon, { name: "张专员", role: "operator" }));
  await page.reload();
  await expect(page.locator("[data-recipient]")).toContainText("您的角色看不到收件人");
  await expect(page.locator("[data-recipient] button")).toHaveCount(0);
  const refused = await page.request.post(`${andon.url}/api/v1/orders/packed-1/unmask`, {
    headers: { origin: andon.url },
  });
  expect(refused.status()).toBe(403);
  expect(await looks()).toHaveLength(1);
});

for (const [query, words] of [
  ["node=refund_payout", "这里没有卡住的单"],
  ["node=packed&light=green", "没有这样的单，少选一个条件试试"],
  ["node=nowhere", "没有这个节点：nowhere"],
  ["node=packed&light=blue", "看不懂这个条件：light"],
  ["node=packed&asOf=yesterday", "看不懂这个条件：asOf"],
  ["node=packed&asOf=2027-01-01T00:00:00Z", "这个时刻还没有到"],
  ["node=packed&cursor=x", "看不懂这个条件：cursor"],
] as const) {
  test(`orders?${query} says what is so`, async ({ page, andon }) => {
    await page.goto(`${andon.url}/orders?${query}`);
    await expect(page.locator("main")).toContainText(words);
    await expect(page.getByRole("link", { name: /看板/ }).first()).toBeVisible();
  });
}

test("an order that nobody has heard of says so", async ({ page, andon }) => {
  await page.goto(`${andon.url}/order?orderNo=none&lang=en`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "No order has the number or tracking number none",
  );
});

test("an order is found from any page by its tracking number, or by how its number begins", async ({
  page,
  andon,
}) => {
  const orders = await inDatabase(
    andon.folder,
    (sql) => sql<{ orderNo: string }[]>`
      with few as (select id, row_number() over (order by id) as n from orders order by id limit 3)
      update orders o set facts = facts || jsonb_build_object('trackingNo', case when n = 1 then 'SF-77' else 'SF-88' end)
      from few where few.id = o.id returning order_no as "orderNo"`,
  );
  const [one, ...two] = orders.map(({ orderNo }) => orderNo);
  await page.goto(`${andon.url}/oncall`);
  const field = page.getByRole("searchbox", { name: "订单号或运单号" });
  const find = async (text: string) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    // A page listens to its keys once its scripts run.
    await expect(async () => {
      await page.keyboard.press("/");
      await expect(field).toBeFocused({ timeout: 100 });
    }).toPass();
    await field.fill(text);
    await page.keyboard.press("Enter");
  };
  await find("SF-77");
  await expect(page.locator("[data-order]")).toHaveAttribute("data-order", one!);
  await find("SF-88");
  await expect(page.locator("[data-found] h1")).toHaveText("SF-88：对得上 2 单");
  for (const orderNo of two)
    await expect(page.getByRole("link", { name: new RegExp(`^${orderNo} `) })).toBeVisible();
  await find("bulky_dispatch");
  await expect(page.locator("main")).toContainText("只列了最近 15 单");
  await find("SF-7");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("没有这个订单号，也没有这个运单号：SF-7");
});

for (const size of ["tv", "phone"] as const) {
  test(`orders fit and have no accessibility fault, ${size}`, async ({ page, andon }) => {
    await page.setViewportSize(SIZES[size]);
    for (const path of ["/orders?node=bulky_dispatch", "/orders?node=bulky_dispatch&light=red&lang=en"]) {
      await page.goto(`${andon.url}${path}`);
      await expect(page.locator("[data-visit]").first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SIZES[size].width);
      // The title follows the page in the stream.
      await expect(page).toHaveTitle(/./);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    }
  });
}
