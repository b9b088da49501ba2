import { randomBytes } from "node:crypto";
import { writeFeedSecret } from "../../db/stores/feed-secrets.ts";
import type { Context } from "../platform/context.ts";
import { changeDirectory } from "./change-directory.ts";
import { findSchedule } from "./change-schedules.ts";

const SECRET_BYTES = 24;

/**
 * Makes a new address for a schedule's calendar feed; the one before stops working.
 * @returns the address, with the secret in it: calendar apps send no key
 * @throws Refusal when there is no such schedule
 */
export function openFeed(context: Context, actor: string, schedule: string): Promise<string> {
  return changeDirectory(context, actor, async ({ tx, directory, audit }) => {
    findSchedule(directory, schedule);
    const secret = randomBytes(SECRET_BYTES);
    await writeFeedSecret(tx, schedule, secret);
    await audit("feed.open", `schedule:${schedule}`, {});
    const base = context.env.publicUrl.replace(/\/+$/, "");
    return `${base}/api/v1/schedules/${schedule}.ics?token=${secret.toString("base64url")}`;
  });
}
