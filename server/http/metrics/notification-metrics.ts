import { Gauge, type Registry } from "prom-client";
import { countNotifications, type NotificationCounts } from "../../../db/stores/notification-counts.ts";
import type { Context } from "../../platform/context.ts";
import type { StorageWatch } from "../../platform/storage-watch.ts";
import { within } from "../../platform/within.ts";
import { ASK_WITHIN_MS } from "./limits.ts";

/** Notifications are counted of what was made in so much shop time. */
const WINDOW_MS = 3_600_000;
const MS_PER_S = 1_000;

/**
 * How sending does: what became of notifications, what waits and why, tries without an end, robots out of order.
 * @returns asks it anew; while Postgres is away its figures are absent
 */
export function notificationMetrics(
  registry: Registry,
  { sql, clock }: Pick<Context, "sql" | "clock">,
  storage: StorageWatch,
): () => Promise<void> {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const made = new Gauge({
    name: "andon_notifications",
    help: "Notifications made in the last hour, by channel and state",
    labelNames: ["channel", "state"],
    registers,
  });
  const held = new Gauge({
    name: "andon_notifications_held",
    help: "Notifications that wait for a later moment, by reason",
    labelNames: ["reason"],
    registers,
  });
  const robots = new Gauge({
    name: "andon_robots_out",
    help: "Enabled robots that are banned, or refused their last message for good",
    labelNames: ["why"],
    registers,
  });
  const wait = gauge(
    "andon_notification_wait_seconds",
    "How long the oldest notification that nothing holds back has waited to be sent",
  );
  const unsettled = gauge("andon_attempts_unsettled", "Tries of which the end is not known yet");
  const age = gauge("andon_attempts_unsettled_age_seconds", "Age of the oldest of them");

  const set = (counts: NotificationCounts, shopNow: number, machineNow: number) => {
    for (const { channel, state, count } of counts.made) made.set({ channel, state }, count);
    for (const { reason, count } of counts.held) held.set({ reason }, count);
    robots.set({ why: "banned" }, counts.bannedRobots);
    robots.set({ why: "failing" }, counts.failingRobots);
    const { waitsSince, unsettledSince } = counts;
    wait.set(waitsSince === null ? 0 : Math.max(0, shopNow - waitsSince) / clock.speed / MS_PER_S);
    unsettled.set(counts.unsettled);
    age.set(unsettledSince === null ? 0 : Math.max(0, machineNow - unsettledSince) / MS_PER_S);
  };
  return async () => {
    const shopNow = clock.shopNow();
    const machineNow = clock.machineNow();
    const asked = { sinceMs: shopNow - WINDOW_MS, shopNow, machineNow };
    const counts = await within(
      storage.run(() => countNotifications(sql, asked)),
      ASK_WITHIN_MS,
    ).catch(() => null);
    for (const each of [made, held, robots]) each.reset();
    for (const each of [wait, unsettled, age]) each.remove();
    if (counts !== null) set(counts, shopNow, machineNow);
  };
}
