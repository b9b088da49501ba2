import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEED } from "../../domain/testing/seed.ts";
import { cancelCalls } from "./cancel-calls.ts";
import { lookUpCalls } from "./look-up-calls.ts";
import {
  type CallingShop,
  called,
  callingShop,
  type Phone,
  quiet,
  standingOf,
} from "./testing/calling-shop.ts";

let shop: CallingShop;
beforeAll(async () => {
  shop = await callingShop();
});
afterAll(() => shop.close());

/** What Twilio tells of one call; `end` is what it knows of it afterwards. */
const STORIES: Record<string, { end: string; told: ((phone: Phone) => Promise<unknown>)[] }> = {
  busy: { end: "busy", told: [(p) => p.status("initiated", 0), (p) => p.status("busy", 2)] },
  unanswered: {
    end: "no-answer",
    told: [(p) => p.status("initiated", 0), (p) => p.status("ringing", 1), (p) => p.status("no-answer", 2)],
  },
  silent: {
    end: "completed",
    told: [
      (p) => p.status("in-progress", 2),
      (p) => p.tell("twiml", {}),
      (p) => p.press(null),
      (p) => p.status("completed", 3),
    ],
  },
  machine: {
    end: "completed",
    told: [
      (p) => p.status("in-progress", 2),
      (p) => p.tell("machine", { AnsweredBy: "machine_start" }),
      (p) => p.press(null),
      (p) => p.status("completed", 3, { AnsweredBy: "machine_start" }),
    ],
  },
  taken: {
    end: "completed",
    told: [
      (p) => p.status("in-progress", 2),
      (p) => p.tell("twiml", {}),
      (p) => p.press("1"),
      (p) => p.status("completed", 3),
    ],
  },
};

const lines = fc.record({
  story: fc.constantFrom(...Object.keys(STORIES)),
  silentAnswer: fc.boolean(),
  /** Whether Twilio lists it only after a first look. */
  listedLate: fc.boolean(),
  /** In this order, by their places in the story; those left out are lost. */
  order: fc.array(fc.nat(3), { maxLength: 7 }),
  atOnce: fc.boolean(),
});

test("whatever is lost, repeated, late or at once, a call ends once, and its next is called once", async () => {
  await fc.assert(
    fc.asyncProperty(lines, async ({ story, silentAnswer, listedLate, order, atOnce }) => {
      await quiet(shop);
      shop.twilio.listsAfterMs = listedLate ? 12_000 : 0;
      if (silentAnswer) shop.twilio.next.push({ kind: "silent" });
      const { id } = await shop.call(shop.staff.wang);
      const phone = shop.phone();
      const { told, end } = STORIES[story]!;
      const tells = order.flatMap((place) => told[place] ?? []);
      if (atOnce) await Promise.all(tells.map((tell) => tell(phone)));
      else for (const tell of tells) await tell(phone);
      Object.assign(phone.call, { status: end, answeredBy: story === "machine" ? "machine_start" : null });
      for (const ms of [3_000, 11_000, 20_000, 20_000, 20_000, 20_000]) {
        shop.later(ms);
        await lookUpCalls(shop.context);
      }
      await cancelCalls(shop.context);
      const pressed = story === "taken" && order.includes(2);
      const [alert] = await shop.context.sql`select state from alerts`;
      const live = await shop.context.sql`
        select p.name from notifications n join people p on p.id = n.person_id
        where n.kind = 'voice' and n.state = 'queued'`;
      const { state, attempts } = await standingOf(shop, id);
      expect(alert!.state).toBe(pressed ? "acknowledged" : "open");
      expect(live.map(({ name }) => name)).toEqual(pressed ? [] : ["李敏"]);
      expect((await called(shop)).length).toBeLessThanOrEqual(2);
      expect(attempts).toHaveLength(1);
      expect(["heard", "failed"]).toContain(state);
      expect(shop.twilio.calls).toHaveLength(1);
    }),
    { seed: SEED, numRuns: 12 },
  );
}, 60_000);
