/** Limits of what one request may bring; checked against each other below. */
export const INGEST_LIMITS = {
  jsonBytes: 5 * 1024 * 1024,
  jsonEvents: 1_000,
  /** Longest line of NDJSON. */
  lineBytes: 1024 * 1024,
  /** NDJSON is recorded in chunks: of so many events, or of so many bytes of text, whichever comes first. */
  chunkEvents: 1_000,
  chunkBytes: 4 * 1024 * 1024,
  /** Refusals listed one by one; the totals beside count them all. */
  listedRefusals: 1_000,
  /** Nesting beyond which a body is not even parsed. */
  bodyDepth: 1_000,
  /** A gzip body may grow to so much, and beyond it only up to so many times its size. */
  inflatedFreeBytes: 64 * 1024 * 1024,
  inflatedRatio: 200,
  /** How long a JSON body may take to arrive. */
  jsonArrivalMs: 60_000,
} as const;

if (INGEST_LIMITS.lineBytes > INGEST_LIMITS.chunkBytes) throw new Error("a line must fit into a chunk");
if (INGEST_LIMITS.jsonBytes > INGEST_LIMITS.inflatedFreeBytes)
  throw new Error("a JSON body must be free to inflate");
