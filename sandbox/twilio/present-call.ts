import type { CallView } from "../phone/types.ts";

const PARTS = [
  "notifications",
  "recordings",
  "payments",
  "events",
  "siprec",
  "streams",
  "transcriptions",
  "user_defined_message_subscriptions",
  "user_defined_messages",
];

const rfc2822 = (iso: string | null) => (iso ? new Date(iso).toUTCString().replace("GMT", "+0000") : null);
const camel = (part: string) =>
  part.replace(/(^|_)(\w)/g, (_all, _line, letter: string) => letter.toUpperCase());

/** A call as Twilio's API answers it: api.v2010.account.call of its description. */
export function presentCall(view: CallView, account: string, queueMs: number) {
  const uri = `/2010-04-01/Accounts/${account}/Calls/${view.sid}`;
  const dialled = view.status !== "queued";
  const lastedMs =
    view.answeredAt && view.endedAt ? Date.parse(view.endedAt) - Date.parse(view.answeredAt) : null;
  return {
    sid: view.sid,
    date_created: rfc2822(view.createdAt),
    date_updated: rfc2822(view.endedAt ?? view.answeredAt ?? view.createdAt),
    parent_call_sid: null,
    account_sid: account,
    to: view.to,
    to_formatted: view.to,
    from: view.from,
    from_formatted: view.from,
    phone_number_sid: null,
    status: view.status,
    start_time: dialled ? rfc2822(view.answeredAt ?? view.createdAt) : null,
    end_time: rfc2822(view.endedAt),
    duration: lastedMs === null ? null : String(Math.round(lastedMs / 1_000)),
    price: null,
    price_unit: "USD",
    direction: "outbound-api",
    answered_by: view.answeredBy,
    api_version: "2010-04-01",
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: String(queueMs),
    trunk_sid: null,
    uri: `${uri}.json`,
    subresource_uris: Object.fromEntries(PARTS.map((part) => [part, `${uri}/${camel(part)}.json`])),
  };
}
