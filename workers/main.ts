import { addDefaultWatches } from "../server/commands/add-default-watches.ts";
import { listenForPokes } from "../server/live/pokes.ts";
import { untilReady } from "../server/live/until-ready.ts";
import { EnvError, readEnv } from "../server/platform/env.ts";
import { closeContext, openContext } from "../server/platform/open-context.ts";
import { stopOnSignal } from "../server/platform/stop-on-signal.ts";
import { runEscalator } from "./escalator/run-escalator.ts";
import { Figures } from "./figures.ts";
import { runMover } from "./mover/run-mover.ts";
import { runCaller } from "./notifier/run-caller.ts";
import { runNotifier } from "./notifier/run-notifier.ts";
import { runProjector } from "./projector/run-projector.ts";
import { sendBeats } from "./send-beats.ts";
import { runSummer } from "./summer/run-summer.ts";
import { runTicker } from "./ticker/run-ticker.ts";

/** Longer than any single step; a worker that hangs must not keep the rest from ending. */
const STOP_WITHIN_MS = 8_000;
const REDIS_WITHIN_MS = 2_000;

try {
  const context = await openContext(readEnv(), "worker");
  // Without Redis a worker runs as well, and tries until it is there.
  await untilReady(context.redis, REDIS_WITHIN_MS);
  const added = await addDefaultWatches(context);
  if (added > 0) context.log.info({ added }, "watches to begin with are added");
  const pokes = listenForPokes(context);
  const figures = new Figures();
  const parts = [
    runProjector(context, pokes, figures),
    runTicker(context, pokes, figures),
    runSummer(context),
    runMover(context),
    runEscalator(context, pokes, figures),
    runNotifier(context, pokes),
    runCaller(context, pokes),
    sendBeats(context, figures),
  ];

  const stop = async () => {
    context.log.info("stopping");
    await Promise.all(parts.map((part) => part.stop()));
    pokes.close();
    await closeContext(context);
  };
  stopOnSignal(stop, { withinMs: STOP_WITHIN_MS });
  context.log.info({ version: context.env.version }, "up");
  process.send?.({ ready: true });
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
