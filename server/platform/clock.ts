/** Shop time and machine time; the one place that asks the machine. All in epoch ms. */
export interface Clock {
  /** Deadlines, promises, schedules: may start elsewhere and run faster (ANDON_CLOCK). */
  shopNow(): number;
  /** Leases, heartbeats, staleness, retries, rate limits. */
  machineNow(): number;
  /** Shop ms per machine ms. */
  readonly speed: number;
  /** Whether ANDON_CLOCK is set: then no real provider is called. */
  readonly simulated: boolean;
}

/** Shop time is machine time. */
export const realClock: Clock = {
  shopNow: () => Date.now(),
  machineNow: () => Date.now(),
  speed: 1,
  simulated: false,
};
