import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { realClock } from "../../../platform/clock.ts";

export const ACCOUNT = `AC${"0".repeat(32)}`;
export const TOKEN = "a-token-of-tests";
export const NEXT_TOKEN = "the-next-token-of-tests";
export const FROM = "+12025550100";
/** What opens the stand-in. */
export const TWILIO_ENV = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, TWILIO_FROM: FROM };

/**
 * Fields of a request that places a call, by Twilio's own OpenAPI description (twilio_api_v2010, CreateCall, MIT,
 * github.com/twilio/twilio-oai). A field that it does not name is answered as an error here.
 */
const CREATE_FIELDS = new Set(
  `To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod SendDigits Timeout
  Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword
  MachineDetection MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId MachineDetectionSpeechThreshold
  MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback
  AsyncAmdStatusCallbackMethod Byoc CallReason CallToken RecordingTrack TimeLimit ClientNotificationUrl Url Twiml
  ApplicationSid`.split(/\s+/),
);
/** Fields by which calls are listed, and by which one is changed. */
const LIST_FIELDS = new Set(
  "To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime> PageSize Page PageToken".split(
    " ",
  ),
);

export interface FakeCall {
  sid: string;
  status: string;
  answeredBy: string | null;
  fields: URLSearchParams;
  createdAt: number;
}

/** What becomes of the next request that places a call. */
export type Fate =
  | { kind: "error"; status: number; code: number; message?: string }
  /** The call is placed, and nothing is answered. */
  | { kind: "silent" }
  /** The call is not placed, and nothing is answered. */
  | { kind: "lost" };

export interface TwilioServer {
  url: string;
  calls: FakeCall[];
  /** One a request; then calls are placed. */
  next: Fate[];
  /** Whether asking about calls fails. */
  blind: boolean;
  /** How long after it was placed a call is listed. */
  listsAfterMs: number;
  /** Times at which calls end: what POST Status asked for. */
  ended: { sid: string; status: string }[];
  now: () => number;
  close(): Promise<void>;
}

/** Twilio's Calls API over real HTTP, as far as Andon speaks it; a request that it would refuse is refused. */
export async function twilioServer(): Promise<TwilioServer> {
  const fake: TwilioServer = {
    url: "",
    calls: [],
    next: [],
    blind: false,
    listsAfterMs: 0,
    ended: [],
    now: realClock.machineNow,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => void serve(fake, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

async function serve(fake: TwilioServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const url = new URL(request.url!, "http://twilio");
  const reply = (status: number, body: object) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const refuse = (status: number, code: number, message: string) => reply(status, { code, message, status });
  const calls = `/2010-04-01/Accounts/${ACCOUNT}/Calls`;
  if (request.headers.authorization !== `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`)
    return void refuse(401, 20003, "Authenticate");
  if (url.pathname === `${calls}.json` && request.method === "POST")
    return create(fake, form, response, reply);
  if (fake.blind) return void refuse(503, 20503, "Service unavailable");
  if (url.pathname === `${calls}.json`) {
    const wrong = [...url.searchParams.keys()].find((name) => !LIST_FIELDS.has(name));
    if (wrong) return void refuse(400, 20001, `${wrong} is not known`);
    return void reply(200, { calls: listed(fake, url.searchParams).map(present) });
  }
  const call = fake.calls.find(({ sid }) => url.pathname === `${calls}/${sid}.json`);
  if (!call) return void refuse(404, 20404, "not found");
  if (request.method === "POST") {
    const status = form.get("Status")!;
    if (["completed", "busy", "failed", "no-answer", "canceled"].includes(call.status))
      return void refuse(400, 21220, "Call is not in-progress. Cannot redirect.");
    fake.ended.push({ sid: call.sid, status });
    if (status === "completed") call.status = call.status === "in-progress" ? "completed" : "canceled";
    if (status === "canceled" && call.status !== "in-progress") call.status = "canceled";
  }
  reply(200, present(call));
}

function create(
  fake: TwilioServer,
  form: URLSearchParams,
  response: ServerResponse,
  reply: (status: number, body: object) => unknown,
): void {
  const wrong = [...form.keys()].find((name) => !CREATE_FIELDS.has(name));
  if (wrong) return void reply(400, { code: 20001, message: `${wrong} is not known`, status: 400 });
  const fate = fake.next.shift();
  if (fate?.kind === "error") {
    const { status, code, message = "" } = fate;
    return void reply(status, { code, message, status, more_info: "" });
  }
  if (fate?.kind === "lost") return void response.destroy();
  const sid = `CA${randomBytes(16).toString("hex")}`;
  const call = { sid, status: "queued", answeredBy: null, fields: form, createdAt: fake.now() };
  fake.calls.push(call);
  if (fate?.kind === "silent") return void response.destroy();
  reply(201, present(call));
}

function listed({ calls, listsAfterMs, now }: TwilioServer, query: URLSearchParams): FakeCall[] {
  const since = Date.parse(query.get("StartTime>") ?? "1970-01-01");
  return calls.filter(
    ({ fields, status, createdAt }) =>
      createdAt + listsAfterMs <= now() &&
      fields.get("To") === query.get("To") &&
      fields.get("From") === query.get("From") &&
      (query.get("Status") === null || status === query.get("Status")) &&
      // What is queued has no start yet.
      (query.get("StartTime>") === null || (status !== "queued" && createdAt >= since)),
  );
}

function present({ sid, status, answeredBy, fields, createdAt }: FakeCall): object {
  return {
    sid,
    status,
    account_sid: ACCOUNT,
    to: fields.get("To"),
    from: fields.get("From"),
    answered_by: answeredBy,
    date_created: new Date(createdAt).toUTCString(),
    start_time: status === "queued" ? null : new Date(createdAt).toUTCString(),
    direction: "outbound-api",
  };
}

/** A callback as Twilio signs it: headers and body of a POST to `url`. */
export function signedCallback(
  url: string,
  fields: Record<string, string>,
  token = TOKEN,
): { method: "POST"; headers: Record<string, string>; body: URLSearchParams } {
  return {
    method: "POST",
    headers: { "x-twilio-signature": getExpectedTwilioSignature(token, url, fields) },
    body: new URLSearchParams(fields),
  };
}
