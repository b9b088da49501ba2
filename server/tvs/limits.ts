/** How long a code may be approved. */
export const CODE_LIVES_MS = 600_000;
/** How often a television asks whether it was approved, and by how much oftener asking slows it down (RFC 8628 §3.5). */
export const POLL_INTERVAL_MS = 5_000;
export const SLOWER_BY_MS = 5_000;
/** A question that was sent in time may come so much early: networks do not keep intervals. */
export const POLL_SLACK_MS = 500;
/** What ended is kept for so long, so that a television hears how. */
export const PAIRING_KEPT_MS = 3_600_000;
/** Codes that wait at once: a shop has fewer televisions. */
export const MOST_WAITING = 1_000;
/** Televisions that hang on one shop. */
export const MOST_TVS = 500;
export const MOST_PLAYLISTS = 100;

/** Within so long … */
export const TRIES_WINDOW_MS = 600_000;
/** … one user may type so many codes that nobody shows, … */
export const WRONG_CODES_PER_USER = 10;
/** … one address so many, … */
export const WRONG_CODES_PER_ADDRESS = 30;
/** … and ask for so many codes: a room of thirty televisions behind one address renews each every ten minutes. */
export const CODES_PER_ADDRESS = 120;

/** A credential outlives any holiday; it is renewed whenever the page opens. The longest that browsers keep a cookie. */
export const CREDENTIAL_DAYS = 400;

/** How often all televisions of a web process are looked up: what Redis tells may be lost, and revocation may not. */
export const TV_LOOK_MS = 2_000;
/** Reports of one television that come quicker are dropped. */
export const REPORT_LEAST_MS = 400;
/** How often a report is written to Postgres; those between lie in Redis alone. */
export const REPORT_KEPT_EVERY_MS = 60_000;
/** How long a report is kept in Redis. */
export const REPORT_LIVES_MS = 3_600_000;
/** Frames that were sent are remembered for so long, to tell how far behind a screen is. */
export const FRAMES_REMEMBERED_MS = 60_000;
