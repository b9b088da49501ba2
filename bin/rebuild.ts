import { setTimeout as sleep } from "node:timers/promises";
import { type RebuiltBoard, rebuildBoard } from "../server/commands/rebuild-board.ts";
import { rebuildDelays } from "../server/commands/rebuild-delays.ts";
import { untilReady } from "../server/live/until-ready.ts";
import type { Context } from "../server/platform/context.ts";
import { closeContext, openContext } from "../server/platform/open-context.ts";
import { withServices } from "./services.ts";
import { StartError, sayError } from "./supervisor/say-error.ts";
import { say } from "./supervisor/steps.ts";

const WAIT_MS = 500;
const REDIS_WITHIN_MS = 5_000;

try {
  await withServices(process.env, "npm run rebuild", async ({ env }) => {
    const context = await openContext(env, "rebuild");
    try {
      if (!(await untilReady(context.redis, REDIS_WITHIN_MS))) {
        throw new StartError(`Redis gives no answer within ${REDIS_WITHIN_MS / 1000} s: check REDIS_URL.`);
      }
      const startedAt = performance.now();
      const { epoch, orders } = await rebuild(context);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      say(
        `The board was rebuilt from PostgreSQL: ${orders.toLocaleString("en")} orders, epoch ${epoch}, in ${seconds} s.`,
      );
      await rebuildDelays(context);
      say("The sums of overdue time were made anew from the visits.");
    } finally {
      await closeContext(context);
    }
  });
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}

async function rebuild(context: Context): Promise<RebuiltBoard> {
  let told = false;
  for (;;) {
    const rebuilt = await rebuildBoard(context, { onProgress: showProgress });
    if (rebuilt !== "busy") return rebuilt;
    if (!told) say("Another rebuild is under way; waiting for it.");
    told = true;
    await sleep(WAIT_MS);
  }
}

function showProgress(done: number, total: number): void {
  const percent = `${Math.floor((done * 100) / total)} %`;
  if (process.stdout.isTTY) process.stdout.write(`\r${percent}${done === total ? "\n" : ""}`);
  else if (done === total) say(percent);
}
