/** Orders in one call of a script: keeps Redis free for others within some 20 ms, and Lua's stack below its 8,000. */
export const BATCH_ORDERS = 500;

/** How long after the Redis time taken before its read a batch may still be applied. */
export const READ_AGE_MS = 60_000;
/** How long an order that left the board is remembered, so that an older read of it is refused. */
export const TOMBSTONE_MS = 120_000;

/** At most four frames a second. */
export const FRAME_INTERVAL_MS = 250;
/** How often the ticker asks Postgres how far the board has come. */
export const WATERMARK_INTERVAL_MS = 500;
/** A ticker that died is replaced after this. */
export const TICKER_LEASE_MS = 3_000;
/** A rebuild that died is taken over after this; one that lives renews it, also while it reads. */
export const REBUILD_LEASE_MS = 4_000;
/** Five minutes of frames at the full rate: a gateway that lags more reads the whole board again. */
export const FRAMES_KEPT = 1_200;

/** How often the ticker publishes where the delay sits. */
export const DELAY_INTERVAL_MS = 5_000;

/** How often the ticker publishes how far escalation has come: on news at most so often, and anyway. */
export const ALERTS_NEWS_MS = 250;
export const ALERTS_INTERVAL_MS = 3_000;

/** How often the ticker publishes what the next hours bring, in ms of shop time. */
export const FORECAST_INTERVAL_MS = 30_000;

/** Overdue time is also kept for visits that were overdue so long ago, in shop time: the difference is the last day's. */
export const OVERDUE_LAG_MS = 24 * 3_600_000;

/** The board is late when its watermark has stood still for so long. */
export const LATE_AFTER_MS = 5_000;
/** It is catching up when it moves but is so far behind. */
export const BEHIND_AFTER_MS = 5_000;
/** A clock that differs less between machines only makes the board wait; more, and the board is built anew. */
export const CLOCK_SKEW_MS = 60_000;

/** A worker writes its sign of life every BEAT_MS and counts as alive for ALIVE_MS. */
export const WORKER_BEAT_MS = 3_000;
export const WORKER_ALIVE_MS = 10_000;

/** Sources named in a watermark: those heard last. `source` is free text, and frames must stay small. */
export const WATERMARK_SOURCES = 50;

// A read that may still be applied must find the tombstone of what happened after it.
if (TOMBSTONE_MS < 2 * READ_AGE_MS) throw new RangeError("TOMBSTONE_MS must be at least twice READ_AGE_MS");
if (TICKER_LEASE_MS > LATE_AFTER_MS) throw new RangeError("TICKER_LEASE_MS must not exceed LATE_AFTER_MS");
