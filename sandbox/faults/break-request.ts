import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { Served } from "../serve.ts";
import type { Fault } from "./faults.ts";

/** Hangs up without a word. */
export function hangUp(c: Context<Served>): Response {
  c.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

/**
 * What a fault makes of the answer: late, none at all, or as it is. Whoever calls it has taken the request by then. It is
 * the caller's patience that is tried, so it is the machine's time.
 */
export async function answerUnder(
  fault: Fault | null,
  c: Context<Served>,
  answer: Response,
): Promise<Response> {
  if (fault?.kind === "slow") await sleep(fault.ms);
  if (fault?.kind !== "timeout") return answer;
  await sleep(fault.ms);
  return hangUp(c);
}
