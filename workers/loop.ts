/** Something that goes on by itself until it is stopped. */
export interface Running {
  /** Resolves when the last step has ended. */
  stop(): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** How long to wait after so many failures in a row: doubling, and spread so that many workers do not come at once. */
export function retryDelayMs(failures: number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
  return full / 2 + Math.random() * (full / 2);
}
