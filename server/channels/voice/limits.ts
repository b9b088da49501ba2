/** Durations of machine time that calls are held to. */
export const CALL_LIMITS = {
  /** Tries that may be refused before the next person is called: with pauses that double, within some 30 s. */
  retries: 4,
  /** A call that nobody told of is looked up after so long: it rings, speaks, waits for a key. */
  firstLookMs: 45_000,
  /** And again so often. */
  nextLookMs: 15_000,
  /** A call of which nobody knows whether it was placed, after the answer did not come. */
  doubtLookMs: 2_000,
  /** A call that the company does not list is sought once more after so long: it may list it late. */
  seekAgainMs: 10_000,
  /** So long a company that cannot be asked keeps a person waiting before the next one is called. */
  doubtMs: 60_000,
  /** No call lasts longer; one that does is ended. */
  longestMs: 300_000,
  /** A key that is told after the call was thought to be over still counts within this, and its phone is spoken to. */
  lateKeyMs: 120_000,
  /** Between two tries to end a call. */
  cancelAgainMs: 3_000,
  /** Times round the question is asked; then it was silence. */
  turns: 5,
} as const;
