import type { PhoneCall } from "../phone/phone-call.ts";

const PAGE_SIZE = 50;
const MOST = 1_000;

/** The page that Calls.json answers with: filtered by To, From, Status, StartTime, newest first. */
export function listCalls<T>(
  calls: readonly PhoneCall[],
  url: URL,
  account: string,
  present: (call: PhoneCall) => T,
) {
  const query = url.searchParams;
  const size = Math.min(MOST, Math.max(1, Number(query.get("PageSize")) || PAGE_SIZE));
  const page = Number(query.get("Page")) || 0;
  const found = calls.filter((call) => matches(call, query)).reverse();
  const uri = (number: number) =>
    `/2010-04-01/Accounts/${account}/Calls.json?${new URLSearchParams({ ...Object.fromEntries(query), PageSize: String(size), Page: String(number) })}`;
  const first = page * size;
  const shown = found.slice(first, first + size);
  return {
    calls: shown.map(present),
    end: first + Math.max(0, shown.length - 1),
    first_page_uri: uri(0),
    next_page_uri: found.length > first + size ? uri(page + 1) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? uri(page - 1) : null,
    start: first,
    uri: uri(page),
  };
}

function matches({ view }: PhoneCall, query: URLSearchParams): boolean {
  const same = (name: string, value: string) => !query.get(name) || query.get(name) === value;
  if (!same("To", view.to) || !same("From", view.from) || !same("Status", view.status)) return false;
  const startedAt = Date.parse(view.createdAt);
  const after = query.get("StartTime>");
  const before = query.get("StartTime<");
  const on = query.get("StartTime");
  if (after && startedAt < Date.parse(after)) return false;
  if (before && startedAt >= Date.parse(before)) return false;
  return !on || view.createdAt.startsWith(on.slice(0, 10));
}
