import { afterAll, beforeAll, expect, it } from "vitest";
import { listWatches } from "../queries/list-watches.ts";
import { TEST_NOW, type TestContext, testContext } from "../testing/context.ts";
import { addDefaultWatches } from "./add-default-watches.ts";
import { recordEvents } from "./record-events.ts";

let context: TestContext;
beforeAll(async () => {
  context = await testContext();
});
afterAll(() => context.close());

it("gives a shop from before there were watches those of a new one, from now on, and to no other", async () => {
  expect(await addDefaultWatches(context)).toBe(0);
  const shipped = (await listWatches(context)).map(({ key }) => key);
  expect(shipped).toContain("stuck_in_erp");
  // As a database is that was made before them.
  await context.sql`delete from node_versions where key like 'watch:%'`;
  await context.sql`update settings_revision set revision = revision + 1`;
  await context.settings.get((await context.settings.get()).revision + 1);
  const occurredAt = TEST_NOW - 3_600_000;
  const event = { source: "t", id: "e1", orderNo: "OLD-1", token: "main", node: "allocating", occurredAt };
  await recordEvents(context, [event]);
  const added = await Promise.all([addDefaultWatches(context), addDefaultWatches(context)]);
  expect(added.sort()).toEqual([0, shipped.length]);
  expect((await listWatches(context)).map(({ key }) => key).sort()).toEqual(shipped.sort());
  const held = await context.sql<{ entered: number }[]>`
    select entered_at as entered from visits where node = 'watch:stuck_in_erp' and left_at is null`;
  expect(held).toEqual([{ entered: TEST_NOW }]);
  const audited = await context.sql`select from audit where actor = 'andon' and action = 'watch.create'`;
  expect(audited).toHaveLength(shipped.length);
});
