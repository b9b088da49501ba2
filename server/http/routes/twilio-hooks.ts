import type { Context as RequestContext } from "hono";
import { twilioCallbackUrl } from "../../channels/voice/callback-urls.ts";
import { isFromTwilio } from "../../channels/voice/twilio/signature.ts";
import { twimlOf } from "../../channels/voice/twilio/twiml.ts";
import { answerCall, hearAnsweredBy, hearStatus } from "../../commands/hear-call.ts";
import { type CallReply, hearKey } from "../../commands/hear-key.ts";
import { arrivedAt, formFields, readHookText } from "../hooks/read-form.ts";
import { ForgedCallbacks } from "../hooks/refuse-forged.ts";
import { openToAll } from "../middleware/declared.ts";
import { Problem } from "../problem.ts";
import type { Api, ApiEnv, ApiParts } from "../types.ts";

const ATTEMPT = "/api/hooks/twilio/:attemptId{[0-9a-f-]{36}}";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Told {
  attemptId: string;
  /** A field of the form; null when it is absent or given twice. */
  field(name: string): string | null;
  providerId: string;
}

/** Where Twilio asks what to say and tells how calls go. Signed by Twilio instead of under a key. */
export function addTwilioHooks(api: Api, parts: ApiParts): void {
  const { context, storage } = parts;
  const forged = new ForgedCallbacks(context);
  const signed = openToAll("Twilio signs what it sends");

  const read = async (c: RequestContext<ApiEnv>, callback: string): Promise<Told> => {
    const attemptId = c.req.param("attemptId")!;
    if (!UUID.test(attemptId)) throw unknown();
    const fields = formFields(await readHookText(c));
    const { twilio, publicUrl } = context.env;
    const signature = c.req.header("x-twilio-signature");
    if (!twilio || !isFromTwilio(twilio, publicUrl, arrivedAt(c), fields, signature))
      throw await forged.refuse(attemptId, callback);
    const field = (name: string) => {
      const value = fields[name];
      return typeof value === "string" && value !== "" ? value : null;
    };
    const providerId = field("CallSid");
    if (providerId === null) throw new Problem(422, "invalid-request", "CallSid is missing.");
    return { attemptId, field, providerId };
  };
  const twiml = (c: RequestContext<ApiEnv>, attemptId: string, reply: CallReply | null) => {
    if (reply === null) throw unknown();
    const { speech, askTurn } = reply;
    const askUrl =
      askTurn === null ? null : twilioCallbackUrl(context.env.publicUrl, attemptId, "gather", askTurn);
    return c.body(twimlOf(speech, askUrl), 200, { "content-type": "text/xml; charset=utf-8" });
  };

  api.post(`${ATTEMPT}/twiml`, signed, async (c) => {
    const { attemptId, field, providerId } = await read(c, "twiml");
    const answeredBy = field("AnsweredBy");
    return twiml(
      c,
      attemptId,
      await storage.run(() => answerCall(context, attemptId, { providerId, answeredBy })),
    );
  });

  api.post(`${ATTEMPT}/gather`, signed, async (c) => {
    const { attemptId, field, providerId } = await read(c, "gather");
    const turn = Number(c.req.query("turn") ?? 1);
    if (!Number.isInteger(turn) || turn < 1 || turn > 99)
      throw new Problem(422, "invalid-request", "turn must be a whole number from 1 to 99.");
    const digits = field("Digits");
    return twiml(
      c,
      attemptId,
      await storage.run(() => hearKey(context, attemptId, { providerId, turn, digits })),
    );
  });

  api.post(`${ATTEMPT}/status`, signed, async (c) => {
    const { attemptId, field, providerId } = await read(c, "status");
    const sequence = field("SequenceNumber");
    const heard = await storage.run(() =>
      hearStatus(context, attemptId, {
        providerId,
        status: field("CallStatus") ?? "unknown",
        sequence: sequence !== null && /^\d{1,6}$/.test(sequence) ? Number(sequence) : null,
        answeredBy: field("AnsweredBy"),
      }),
    );
    if (heard === null) throw unknown();
    return c.body(null, 204);
  });

  api.post(`${ATTEMPT}/machine`, signed, async (c) => {
    const { attemptId, field, providerId } = await read(c, "machine");
    const answeredBy = field("AnsweredBy") ?? "unknown";
    const heard = await storage.run(() => hearAnsweredBy(context, attemptId, { providerId, answeredBy }));
    if (heard === null) throw unknown();
    return c.body(null, 204);
  });
}

const unknown = () => new Problem(404, "unknown-call", "There is no call of this id.");
