/** How a process of ours ends. */
export interface StopOptions {
  /** Then it ends whether the work is done or not. */
  withinMs: number;
}

/**
 * Ends the process in order on SIGTERM, SIGINT or when whoever started it is gone: exit code 0 once `work` is done,
 * 1 when it takes too long. A second signal, from somebody who does not want to wait, ends it at once with 1.
 */
export function stopOnSignal(work: () => Promise<void>, { withinMs }: StopOptions): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), withinMs).unref();
    work().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`The process did not end in order: ${error?.stack ?? error}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => (stopping ? process.exit(1) : stop()));
  }
  process.on("disconnect", stop);
}
