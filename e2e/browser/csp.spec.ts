import type { Page } from "playwright/test";
import { expect, openWall, test } from "./wall.ts";

/** What the page's policy refused since it was opened. */
const refused = (page: Page) => page.evaluate(() => (window as unknown as { refused: string[] }).refused);

async function noteRefusals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    (window as unknown as { refused: string[] }).refused = seen;
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      seen.push(`${effectiveDirective} ${blockedURI}`);
    });
  });
}

test("no page breaks its own policy, and each request has a nonce of its own", async ({ page, andon }) => {
  await noteRefusals(page);
  const nonces = new Set<string>();
  const pages = ["/", "/wall", "/orders?node=packed", "/alerts", "/oncall", "/users", "/keys", "/account"];
  for (const path of pages) {
    const answer = await page.goto(andon.url + path);
    const policy = answer!.headers()["content-security-policy"]!;
    const scripts = /script-src ([^;]*)/.exec(policy)![1]!;
    expect(scripts, path).not.toContain("unsafe-inline");
    expect(policy, path).not.toContain("unsafe-eval");
    nonces.add(/'nonce-([^']+)'/.exec(scripts)![1]!);
    await expect(page.locator("main").first()).toBeVisible();
    await page.waitForLoadState("networkidle").catch(() => {});
    expect(await refused(page), path).toEqual([]);
  }
  expect(nonces.size).toBe(pages.length);
});

test("what was smuggled into a page does not run", async ({ page, andon, clean }) => {
  clean.lost = true;
  await noteRefusals(page);
  // As if a name or a note had come through unescaped.
  const smuggled =
    '<script>window.smuggled = 1</script><img src="/icon.svg" onload="window.smuggled = 2">' +
    "<style>body { display: none }</style>";
  await page.route(`${andon.url}/wall`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace("</body>", `${smuggled}</body>`);
    await route.fulfill({ response: answer, body });
  });
  await openWall(page, andon);
  await expect
    .poll(() => refused(page))
    .toEqual(["script-src-elem inline", "script-src-attr inline", "style-src-elem inline"]);
  expect(await page.evaluate(() => "smuggled" in window)).toBe(false);
  await expect(page.locator("body")).toBeVisible();
});
