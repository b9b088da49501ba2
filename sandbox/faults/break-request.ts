import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { Served } from "../serve.ts";
import type { Timeline } from "../time/timeline.ts";
import type { Fault } from "./faults.ts";

/** Hangs up without a word. */
export function hangUp(c: Context<Served>): Response {
  c.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

/**
 * What a fault makes of the answer: late, none at all, or as it is. Whoever calls it has taken the request by then.
 */
export async function answerUnder(
  fault: Fault | null,
  timeline: Timeline,
  c: Context<Served>,
  answer: Response,
): Promise<Response> {
  if (fault?.kind === "slow") await timeline.sleep(fault.ms);
  if (fault?.kind !== "timeout") return answer;
  await timeline.sleep(fault.ms);
  return hangUp(c);
}
