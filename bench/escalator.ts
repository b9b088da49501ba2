import { listenForPokes } from "../server/live/pokes.ts";
import { runEscalator } from "../workers/escalator/run-escalator.ts";
import { endAll, onInterrupt } from "./ends.ts";
import { openBenchContext } from "./stores.ts";

// The escalator of one worker, in a process of its own; what else a worker does is not measured here.
const context = await openBenchContext(process.env.DATABASE_URL!, process.env.REDIS_URL!);
const pokes = listenForPokes(context);
const escalator = runEscalator(context, pokes);
onInterrupt(async () => {
  await escalator.stop();
  pokes.close();
  await endAll();
});
process.send?.("ready");
