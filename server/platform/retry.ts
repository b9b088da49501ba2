/** Postgres codes of conflicts that vanish when the transaction runs again: serialisation failure, deadlock. */
const RETRIED_CODES = new Set(["40001", "40P01"]);
const ATTEMPTS = 5;
const PAUSE_MS = 20;

/** Runs a transaction again when it lost against another one; any other error goes on to the caller. */
export async function retryingConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (attempt === ATTEMPTS || code === undefined || !RETRIED_CODES.has(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * 2 ** attempt));
    }
  }
}
