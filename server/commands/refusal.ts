/** What a command says when it does not do what it was asked: thrown, so that its transaction is rolled back. */
export class Refusal extends Error {
  override name = "Refusal";
  /** missing: there is no such thing; too_often: later perhaps; away: what it needs is; impossible: not like this. */
  readonly kind: "impossible" | "missing" | "too_often" | "away";
  /** Machine time. */
  readonly retryAfterMs: number;

  /**
   * @param code snake_case
   * @param detail field, value and remedy, without a full stop; shown to whoever asked, so never with an address
   */
  constructor(
    readonly code: string,
    readonly detail: string,
    options: { kind?: Refusal["kind"]; retryAfterMs?: number } = {},
  ) {
    super(detail);
    this.kind = options.kind ?? "impossible";
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

/** There is no such thing. */
export function missing(code: string, detail: string): Refusal {
  return new Refusal(code, detail, { kind: "missing" });
}
