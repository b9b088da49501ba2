import { benchAsOf } from "./as-of.ts";
import { benchDelay } from "./delay.ts";
import { benchEscalation } from "./escalation.ts";
import type { Tell } from "./figures.ts";
import { benchForecast } from "./forecast.ts";
import { benchIngest } from "./ingest.ts";
import { benchLatency } from "./latency.ts";
import { benchMemory } from "./memory.ts";
import { benchReconnect } from "./reconnect.ts";
import { benchRecover } from "./recover.ts";
import { benchStart } from "./start.ts";
import { benchTick } from "./tick.ts";
import { benchWall } from "./wall.ts";

/** Every bench, in the order of a whole run. */
export const BENCHES: Record<string, (tell: Tell) => Promise<void>> = {
  ingest: benchIngest,
  latency: benchLatency,
  tick: benchTick,
  memory: benchMemory,
  recover: benchRecover,
  reconnect: benchReconnect,
  delay: benchDelay,
  asOf: benchAsOf,
  escalation: benchEscalation,
  wall: benchWall,
  forecast: benchForecast,
  start: benchStart,
};
