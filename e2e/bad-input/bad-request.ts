/** What a bad request must come to: a problem of this status, or a 200 that refuses the item for this reason. */
export type Outcome = number | { rejected: string } | { quarantined: string };

export interface BadRequest {
  name: string;
  method?: string;
  /** /api/v1/events unless given. */
  path?: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  outcome: Outcome;
  /** Words the answer must hold, so that a person knows what to mend. */
  says?: RegExp;
}

/** An hour before the shop time of the tests. */
export const NOW = "2026-11-11T09:00:00+08:00";
export const NDJSON = { "content-type": "application/x-ndjson" };
export const MIB = 1024 * 1024;

/** Nothing is wrong with this one. */
export const good = { id: "b1", source: "bad", orderNo: "BAD-1", node: "picking", occurredAt: NOW };
export const text = (event: object = good) => JSON.stringify(event);
export const array = (...events: object[]) => JSON.stringify(events);
/** One event with these further members, as they are written. */
export const raw = (members: string) =>
  `[{"id":"b1","source":"bad","orderNo":"BAD-1","occurredAt":"${NOW}",${members}}]`;
