/** Prometheus gives up after some seconds, and an operator needs the rest of a scrape most when something is dead. */
export const ASK_WITHIN_MS = 1_500;
