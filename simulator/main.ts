import { performance } from "node:perf_hooks";
import { HOUR_MS, MINUTE_MS } from "./chance/time.ts";
import { Andon, type Receipt, RefusedError } from "./feed/andon.ts";
import { inPortions } from "./feed/portions.ts";
import { whereToResume } from "./feed/resume.ts";
import { OptionError, readOptions } from "./options.ts";
import { SOURCES } from "./shop/order.ts";
import { Shop, type Telling } from "./shop/shop.ts";

/** Events a request; a JSON body may hold so many. */
const BATCH = 1_000;
const LIVE_EVERY_MS = 500;
/** The shop's clock may stand still or be set: asked again this often. */
const CLOCK_EVERY_MS = 5_000;
/** A slow machine is told that it is not a stuck one. */
const PROGRESS_EVERY_MS = 10_000;
const REPORT_EVERY_MS = 5 * MINUTE_MS;

const say = (line: string) => process.stdout.write(`Simulator: ${line}\n`);

try {
  const options = readOptions(process.argv.slice(2), process.env);
  const andon = new Andon(options.url, options.apiKey, say);
  for (const signal of ["SIGTERM", "SIGINT", "disconnect"] as const) process.on(signal, () => andon.end());
  const { shop, fromMs, past } = await openShop(andon, options);
  await tellHistory(andon, shop, fromMs, past);
  process.send?.({ ready: true });
  await tellLive(andon, shop);
} catch (error) {
  const { name, message } = error as Error;
  if (name !== "AbortError") {
    const known = error instanceof OptionError || error instanceof RefusedError;
    say(known ? message : ((error as Error).stack ?? message));
    process.exitCode = 1;
  }
  if (process.connected) process.disconnect();
}

/** Derives the shop up to where Andon has it. */
async function openShop(andon: Andon, options: ReturnType<typeof readOptions>) {
  const { shopNow } = await andon.clock();
  const heard = await andon.lastEvents();
  const marks = SOURCES.map((source) => heard.get(source)).filter((mark) => mark !== undefined);
  const { fromMs, withPast } = whereToResume(marks, shopNow, options.historyMs);
  const began = performance.now();
  const { seed, ordersPerDay, openedAt } = options;
  const shop = new Shop({ seed, peakPerDay: ordersPerDay, openedAt });
  const past = shop.open(fromMs, withPast);
  const hours = Math.max(0, Math.round((shopNow - fromMs) / HOUR_MS));
  say(
    `a shop with seed ${seed}, ${withPast ? `${hours} h of history` : `going on ${hours} h back`} ` +
      `(${seconds(began)})`,
  );
  return { shop, fromMs, past };
}

/** Tells all up to the shop's present. While it is told time goes on, so the present is asked for until it is met. */
async function tellHistory(andon: Andon, shop: Shop, fromMs: number, past: Telling[]): Promise<void> {
  const began = performance.now();
  let saidAt = began;
  const sum = { accepted: 0, duplicates: 0 };
  const tell = async (tellings: Iterable<Telling>) => {
    for (const portion of inPortions(tellings)) {
      const receipt = await andon.sendLines(portion);
      note(receipt);
      sum.accepted += receipt.accepted;
      sum.duplicates += receipt.duplicates;
      if (performance.now() - saidAt < PROGRESS_EVERY_MS) continue;
      saidAt = performance.now();
      say(`history up to ${portion.at(-1)!.event.occurredAt.slice(0, 16)} (${seconds(began)})`);
    }
  };
  await tell(past);
  for (let toldMs = fromMs; ; ) {
    const { shopNow, speed } = await andon.clock();
    await tell(shop.until(shopNow));
    if (shopNow - toldMs < 2 * LIVE_EVERY_MS * speed) break;
    toldMs = shopNow;
  }
  const before = sum.duplicates ? `, ${sum.duplicates.toLocaleString("en")} known before` : "";
  say(`${sum.accepted.toLocaleString("en")} events of history sent${before} (${seconds(began)})`);
}

/** Follows the shop's clock for ever, as its sources would: in small batches. */
async function tellLive(andon: Andon, shop: Shop): Promise<never> {
  let clock = await andon.clock();
  let askedAt = performance.now();
  let reportedAt = askedAt;
  let sent = 0;
  for (;;) {
    await andon.pause(LIVE_EVERY_MS);
    if (performance.now() - askedAt > CLOCK_EVERY_MS) {
      clock = await andon.clock();
      askedAt = performance.now();
    }
    const shopNow = clock.shopNow + (performance.now() - askedAt) * clock.speed;
    const tellings = [...shop.until(shopNow)];
    for (let i = 0; i < tellings.length; i += BATCH)
      note(await andon.sendBatch(tellings.slice(i, i + BATCH)));
    sent += tellings.length;
    if (performance.now() - reportedAt < REPORT_EVERY_MS) continue;
    say(`${sent.toLocaleString("en")} events in the last 5 min`);
    reportedAt = performance.now();
    sent = 0;
  }
}

/** Nothing of ours should be refused; if it is, somebody must be able to see why. */
function note({ rejectedTotal, quarantinedTotal, rejected }: Receipt): void {
  if (rejectedTotal + quarantinedTotal === 0) return;
  const first = rejected[0] ? ` The first: ${rejected[0].detail}` : "";
  say(`${rejectedTotal} events rejected, ${quarantinedTotal} in quarantine.${first}`);
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;
}
