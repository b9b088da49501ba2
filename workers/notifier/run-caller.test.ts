import { afterAll, beforeAll, expect, test } from "vitest";
import { type CallingShop, callingShop, standingOf } from "../../server/commands/testing/calling-shop.ts";
import { listenForPokes, type Pokes } from "../../server/live/pokes.ts";
import { runCaller } from "./run-caller.ts";

let shop: CallingShop;
let pokes: Pokes;
beforeAll(async () => {
  shop = await callingShop();
  pokes = listenForPokes(shop.context);
});
afterAll(async () => {
  pokes.close();
  await shop.close();
});

test("calls are looked up while none can be cancelled", async () => {
  const { sql, clock } = shop.context;
  const unwanted = await shop.call(shop.staff.wang);
  shop.later(1_000);
  const neverDialled = await shop.call(shop.staff.li);
  const now = new Date(clock.machineNow());
  await sql`update notifications set cancel_at = ${now} where id = ${unwanted.id}`;
  await sql`
    update attempts set provider = 'voice', provider_id = null where notification_id = ${neverDialled.id}`;
  await sql`update notifications set state = 'sending', leased_until = ${now} where id = ${neverDialled.id}`;
  // Twilio cannot be asked, and not even that can be noted.
  shop.twilio.blind = true;
  await sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
    create trigger refuse before update of cancel_at on notifications for each row execute function refuse()`);
  const caller = runCaller(shop.context, pokes);
  await expect
    .poll(async () => (await standingOf(shop, neverDialled.id)).state, { timeout: 5_000 })
    .toBe("queued");
  await caller.stop();
  expect((await standingOf(shop, unwanted.id)).state).toBe("accepted");
});
