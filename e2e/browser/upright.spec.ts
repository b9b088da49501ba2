import { randomUUID } from "node:crypto";
import { inDatabase } from "./staff.ts";
import { expect, openWall, SIZES, test } from "./wall.ts";

/** The summary of alerts is published every three seconds at the least, and told at once. */
const TOLD_WITHIN_MS = 15_000;
const NODES = ["bulky_dispatch", "packed"];

test.use({ viewport: SIZES.upright });

test("on an upright television everything has its place while alerts stand on it", async ({
  page,
  andon,
}) => {
  // Real escalation is walked in alerts.spec.ts; here it is only to stand on the screen.
  await inDatabase(andon.folder, async (sql) => {
    for (const node of NODES) {
      const id = randomUUID();
      await sql`
        insert into alerts (id, order_id, order_no, visit_id, token, node, severity, policy, policy_valid_from,
          entered_at, due_at, opened_at, state, stage, flag_at, next_step)
        select ${id}, v.order_id, o.order_no, v.id, v.token, v.node, 1, 'p1',
          (select max(valid_from) from policy_versions where key = 'p1'), v.entered_at, v.due_at, v.due_at, 'open', 'flag',
          v.due_at, 4
        from visits v join orders o on o.id = v.order_id
        where v.node = ${node} and v.left_at is null and v.due_at is not null
          and not exists (select 1 from alerts a where a.visit_id = v.id)
        order by v.due_at limit 1`;
      await sql`
        insert into alert_steps (alert_id, step, round, kind, outcome, due_at, fired_at)
        select id, 2, 0, 'flag', 'fired', due_at, due_at from alerts where id = ${id}`;
    }
  });
  for (const query of ["", "?lang=en"]) {
    await openWall(page, andon, query);
    await expect(page.locator(".news-line").first()).toBeVisible({ timeout: TOLD_WITHIN_MS });
    const { high, lanes, foot } = await page.evaluate(() => {
      const box = (place: string) => document.querySelector(place)!.getBoundingClientRect();
      return {
        high: document.documentElement.scrollHeight,
        lanes: box(".lanes").bottom,
        foot: Math.max(box(".heat").bottom, box(".bars").bottom),
      };
    });
    expect(high).toBe(SIZES.upright.height);
    expect(foot).toBeLessThanOrEqual(SIZES.upright.height);
    const below = await page
      .locator(".tile, .lane-name")
      .evaluateAll((all, end) => all.filter((e) => e.getBoundingClientRect().bottom > end + 1).length, lanes);
    expect(below).toBe(0);
    // Each row of tiles is as high as any other.
    const heights = await page
      .locator(".tile")
      .evaluateAll((all) => all.map((e) => Math.round(e.clientHeight)));
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThanOrEqual(6);
  }
});
