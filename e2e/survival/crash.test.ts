import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { realClock } from "../../server/platform/clock.ts";
import { Traffic } from "./client.ts";
import { type Fleet, MEMBERS, startFleet } from "./fleet.ts";
import { inspect } from "./inspect.ts";
import { openScreen } from "./screen.ts";
import { Shop } from "./shop.ts";
import { tell } from "./tell.ts";
import { Witness } from "./witness.ts";

const EVENTS = 20_000;
const EVENTS_PER_SECOND = 700;
const SEED = 20_000;

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet?.close());

test("kill -9 of each process amid 20,000 events: each accepted event is there once, and the board is right", {
  timeout: 240_000,
}, async () => {
  const shop = new Shop(SEED, realClock.machineNow());
  const witness = new Witness();
  const screens = fleet.urls.map((url, i) => openScreen(`screen ${i + 1}`, url, fleet.key, witness));
  try {
    const traffic = new Traffic({
      urls: fleet.urls,
      key: fleet.key,
      shop,
      clients: 4,
      eventsPerBatch: 25,
      eventsPerSecond: EVENTS_PER_SECOND,
      total: EVENTS,
    });
    // Spread over the stream, so that each death meets events under way.
    const apartMs = ((EVENTS / EVENTS_PER_SECOND) * 1_000) / (MEMBERS.length + 1);
    for (const name of MEMBERS) {
      await sleep(apartMs);
      expect(fleet.members[name].signal("SIGKILL"), `${name} ran`).toBe(true);
    }
    expect(traffic.acknowledged, "the last kill came amid the events").toBeLessThan(EVENTS);
    await traffic.done;
    const { problems, settledMs } = await inspect({ fleet, shop, screens, witness });
    expect(problems, fleet.logs()).toEqual([]);
    expect(traffic.acknowledged).toBe(EVENTS);
    expect(shop.sent).toHaveLength(EVENTS);
    tell(
      `crash: ${EVENTS} events, ${MEMBERS.length} processes killed, ${traffic.failures} requests failed and were ` +
        `sent again, ${traffic.repeated} events were there already; right ${(settledMs / 1_000).toFixed(1)} s after the last`,
    );
  } finally {
    for (const screen of screens) screen.close();
  }
});
