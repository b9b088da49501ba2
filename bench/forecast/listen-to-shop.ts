import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { atEnd } from "../ends.ts";

const SIMULATOR = path.join(import.meta.dirname, "../../simulator/main.ts");
const KEY = "of-a-bench-that-listens";

interface ShopQuestion {
  seed: number;
  /** Orders on the greatest festival's day. */
  ordersPerDay: number;
  /** What is open then is told with its past, and everything from then on; epoch ms. */
  fromMs: number;
  toMs: number;
}

/**
 * All that the simulator's shop tells from one moment to another, over its own HTTP and as quickly as it can: a clock that
 * says `fromMs` when asked first and `toMs` from then on.
 * @param onEvent takes each event as it would be sent to POST /api/v1/events
 */
export async function listenToShop(question: ShopQuestion, onEvent: (event: unknown) => void): Promise<void> {
  const { seed, ordersPerDay, fromMs, toMs } = question;
  let asked = 0;
  const server = createServer(async (request, response) => {
    const answer = (body: object) => response.end(JSON.stringify(body));
    if (request.url === "/api/v1/clock") {
      return answer({ shopNow: new Date(asked++ === 0 ? fromMs : toMs).toISOString(), speed: 1 });
    }
    if (request.method === "GET") return answer({ watermark: { sources: {} } });
    let accepted = 0;
    for await (const line of createInterface({ input: request })) {
      for (const event of [JSON.parse(line)].flat()) {
        onEvent(event);
        accepted++;
      }
    }
    answer({ accepted, duplicates: 0, quarantinedTotal: 0, rejectedTotal: 0, rejected: [] });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const options = ["--seed", String(seed), "--orders-per-day", String(ordersPerDay), "--history-hours", "0"];
  const { ANDON_CLOCK: _, ...env } = process.env;
  const child = fork(SIMULATOR, options, {
    execArgv: ["--import", "tsx"],
    env: { ...env, ANDON_URL: `http://127.0.0.1:${port}`, ANDON_API_KEY: KEY },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  atEnd(() => void child.kill());
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`the simulator ended with ${code} before it had told everything`);
  });
  try {
    await Promise.race([once(child, "message"), gone]);
  } finally {
    gone.catch(() => {});
    child.kill();
    server.closeAllConnections();
    server.close();
  }
}
