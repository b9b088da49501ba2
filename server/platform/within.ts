/** What was waited for did not come in time. */
export class TimeoutError extends Error {
  override name = "TimeoutError";
}

/**
 * Waits no longer than this; the work itself goes on and its late failure is swallowed.
 * @throws TimeoutError, or whatever the work throws
 */
export async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
