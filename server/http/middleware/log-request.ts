import type { Logger } from "../../platform/logger.ts";
import type { Answered } from "../metrics/request-metrics.ts";

/** A request that takes longer is told of; one that brings a long body may. */
const SLOW_S = 2;
/** Refusals told a second: a source gone wrong must not fill the disk. Metrics count them all. */
const REFUSALS_PER_SECOND = 10;
const MS_PER_S = 1_000;

/**
 * Tells the log of requests that failed, were refused or were slow, by route and never by path, query or header: these
 * hold keys and people. The line carries the request's id as every line does.
 */
export class RequestLog {
  #second = 0;
  #told = 0;
  #untold = 0;

  constructor(private readonly log: Logger) {}

  /** @param nowMs any monotonic clock */
  answered(request: Answered & { actor?: string }, nowMs: number): void {
    const { method, route, status, seconds, problem, actor } = request;
    const line = { method, route, status, ms: Math.round(seconds * MS_PER_S), problem, actor };
    if (status >= 500) this.log.warn(line, "a request failed");
    else if (status >= 400) this.#refused(line, nowMs);
    else if (seconds >= SLOW_S) this.log.info(line, "a slow request");
    else this.log.debug(line, "a request");
  }

  #refused(line: object, nowMs: number): void {
    const second = Math.floor(nowMs / MS_PER_S);
    if (second !== this.#second) this.#told = 0;
    this.#second = second;
    if (++this.#told > REFUSALS_PER_SECOND) {
      this.#untold++;
      return;
    }
    this.log.info(this.#untold > 0 ? { ...line, untold: this.#untold } : line, "a request was refused");
    this.#untold = 0;
  }
}
