/** The seed of this run's property tests: ANDON_TEST_SEED repeats a run, else each has its own. Printed by `npm test`. */
export const SEED = Number(process.env.ANDON_TEST_SEED ?? Math.floor(performance.timeOrigin) % 2 ** 31);
