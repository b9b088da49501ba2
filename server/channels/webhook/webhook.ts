import { createHmac } from "node:crypto";
import type { BodyAnswer } from "../judge.ts";
import { judge } from "../judge.ts";
import { postJson } from "../post-json.ts";
import { isElsewhere, refuseRealProvider } from "../real-provider.ts";
import type { Channel, OutgoingMessage } from "../types.ts";

/** Any 2xx is a yes: what the other side answers beside it is its own affair. */
const readBody = (): BodyAnswer => ({ ok: true, code: null, message: null });

/**
 * The signature of a body: HMAC-SHA256 under the secret of "timestamp.body", hexadecimal.
 * @param timestampMs machine time, as the header X-Andon-Timestamp says it
 */
export function signWebhook(timestampMs: number, body: string, secret: string): string {
  return createHmac("sha256", secret).update(`${timestampMs}.${body}`).digest("hex");
}

export function webhookBody(message: OutgoingMessage): object {
  return {
    id: message.notificationId,
    language: message.language,
    tone: message.tone,
    title: message.title,
    lines: message.lines,
    for: message.mention?.name ?? null,
    buttons: message.buttons,
    ...message.facts,
  };
}

/** Anything that takes signed JSON; docs/WEBHOOK.md says what it gets. */
export const webhook: Channel = {
  kind: "webhook",
  limits: [{ windowMs: 1_000, most: 20 }],
  async send({ clock }, { settings: { url = "", secret = "" } }, message) {
    const refused = refuseRealProvider({ clock }, isElsewhere(url));
    if (refused) return refused;
    const at = clock.machineNow();
    const body = JSON.stringify(webhookBody(message));
    const reply = await postJson(url, body, {
      "x-andon-timestamp": String(at),
      "x-andon-signature": `sha256=${signWebhook(at, body, secret)}`,
      "idempotency-key": message.notificationId,
    });
    return judge(reply, [], readBody, [secret]);
  },
};
