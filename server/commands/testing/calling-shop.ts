import { openAttempt } from "../../../db/stores/attempts.ts";
import type { SendOutcome } from "../../channels/types.ts";
import {
  type FakeCall,
  signedCallback,
  TOKEN,
  TWILIO_ENV,
  type TwilioServer,
  twilioServer,
} from "../../channels/voice/testing/twilio-server.ts";
import { type TestApi, testApi } from "../../testing/api-server.ts";
import { TEST_NOW, type TestContext } from "../../testing/context.ts";
import { placeCall } from "../place-call.ts";
import { type Staff, stageAlert, stageNotification, stageStaff } from "./stage-alert.ts";

export const MACHINE_NOW = Date.parse("2026-11-22T02:00:00Z");

/** A shop whose people are called through a stand-in of Twilio, which calls back over real HTTP. */
export interface CallingShop {
  api: TestApi;
  context: TestContext;
  twilio: TwilioServer;
  staff: Staff;
  /** Calls somebody about so many new alerts. @returns the notification and how the call was placed */
  call(personId: string, alerts?: number): Promise<{ id: string; outcome: SendOutcome; alertIds: string[] }>;
  /** Places every call that is queued, as the notifier would. */
  placeQueued(): Promise<SendOutcome[]>;
  /** Machine time goes on. */
  later(ms: number): void;
  /** The newest call at Twilio, as the phone that rings. */
  phone(at?: number): Phone;
  close(): Promise<void>;
}

export interface Phone {
  call: FakeCall;
  attemptId: string;
  /** A callback of Twilio, signed. @returns status and body of the answer */
  tell(
    what: string,
    fields: Record<string, string>,
    options?: { token?: string; signedFor?: string },
  ): Promise<Told>;
  /** A status with its place in the sequence. */
  status(status: string, sequence: number, more?: Record<string, string>): Promise<Told>;
  /** A key, or with null none, in answer to what the phone asks for the n-th time. */
  press(digits: string | null, turn?: number): Promise<Told>;
}

interface Told {
  status: number;
  body: string;
}

export async function callingShop(env: Record<string, string> = {}): Promise<CallingShop> {
  const twilio = await twilioServer();
  const api = await testApi({ env: { ...TWILIO_ENV, TWILIO_BASE_URL: twilio.url, ...env } });
  const { context } = api;
  context.env.publicUrl = api.url;
  context.setMachineNow(MACHINE_NOW);
  twilio.now = () => context.clock.machineNow();
  const staff = await stageStaff(context);
  const { sql } = context;
  let orders = 0;

  const place = async (id: string, personId: string | null) => {
    const at = context.clock.machineNow();
    await sql`
      update notifications set state = 'sending', leased_until = ${new Date(at + 30_000)}, held_until = null
      where id = ${id}`;
    const attempt = await openAttempt(sql, {
      notificationId: id,
      provider: "voice",
      account: personId ?? "",
      at,
    });
    return placeCall(context, attempt, { id, personId });
  };

  const phone = (at = -1): Phone => {
    const call = twilio.calls.at(at)!;
    const attemptId = /twilio\/([0-9a-f-]{36})\//.exec(call.fields.get("Url")!)![1]!;
    const tell: Phone["tell"] = async (what, fields, { token = TOKEN, signedFor = api.url } = {}) => {
      const path = `/api/hooks/twilio/${attemptId}/${what}`;
      const all = { CallSid: call.sid, To: call.fields.get("To")!, ...fields };
      const response = await fetch(api.url + path, signedCallback(signedFor + path, all, token));
      return { status: response.status, body: await response.text() };
    };
    return {
      call,
      attemptId,
      tell,
      status: (status, sequence, more = {}) => {
        call.status = status === "initiated" ? "queued" : status;
        return tell("status", { CallStatus: status, SequenceNumber: String(sequence), ...more });
      },
      press: (digits, turn = 1) =>
        tell(`gather?turn=${turn}`, {
          CallStatus: "in-progress",
          ...(digits === null ? {} : { Digits: digits }),
        }),
    };
  };

  return {
    api,
    context,
    twilio,
    staff,
    phone,
    call: async (personId, alerts = 1) => {
      const alertIds: string[] = [];
      for (let n = 0; n < alerts; n++) {
        const { alertId } = await stageAlert(context, `V${++orders}`);
        alertIds.push(alertId);
      }
      const id = await stageNotification(context, { kind: "voice", personId, state: "sending", alertIds });
      // So that what comes of it comes later.
      context.setNow(context.clock.shopNow() + 1_000);
      return { id, alertIds, outcome: await place(id, personId) };
    },
    placeQueued: async () => {
      const queued = await sql<{ id: string; personId: string }[]>`
        select id, person_id as "personId" from notifications where state = 'queued' and kind = 'voice'
          and (held_until is null or held_until <= ${new Date(context.clock.machineNow())}) order by created_at, id`;
      const outcomes: SendOutcome[] = [];
      for (const { id, personId } of queued) outcomes.push(await place(id, personId));
      return outcomes;
    },
    later: (ms) => context.setMachineNow(context.clock.machineNow() + ms),
    close: async () => {
      await api.close();
      await twilio.close();
    },
  };
}

const LEFT =
  "notifications notification_alerts alerts alert_steps attempts callbacks sends audit visits orders".split(
    " ",
  );

/** Empties what calls leave, so that each test begins with a quiet shop. */
export async function quiet({ context, twilio }: CallingShop): Promise<void> {
  // Faster than to truncate: there is little in them.
  for (const table of LEFT) await context.sql`delete from ${context.sql(table)}`;
  twilio.calls.length = 0;
  twilio.next.length = 0;
  twilio.ended.length = 0;
  twilio.blind = false;
  twilio.listsAfterMs = 0;
  context.setMachineNow(MACHINE_NOW);
  context.setNow(TEST_NOW);
}

/** How a notification stands: its state and its tries. */
export async function standingOf(
  { context: { sql } }: CallingShop,
  id: string,
): Promise<{ state: string; attempts: string[] }> {
  const [row] = await sql<{ state: string }[]>`select state from notifications where id = ${id}`;
  const attempts = await sql<{ said: string }[]>`
    select concat_ws(' ', provider, state, answer ->> 'code', settled_by, digits) as said
    from attempts where notification_id = ${id} order by number`;
  return { state: row!.state, attempts: attempts.map(({ said }) => said) };
}

/** Whom calls were made or queued for, in order. */
export async function called({ context: { sql } }: CallingShop): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select p.name from notifications n join people p on p.id = n.person_id where n.kind = 'voice'
    order by n.created_at, n.target_no, n.id`;
  return rows.map(({ name }) => name);
}

export async function auditOf({ context: { sql } }: CallingShop): Promise<string[]> {
  const rows = await sql<{ action: string }[]>`select action from audit order by at, id`;
  return rows.map(({ action }) => action);
}
