import { Counter, Histogram, type Registry } from "prom-client";

const BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** Any other is counted as "other": whoever invents methods must not make time series. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** How a request ended. */
export interface Answered {
  method: string;
  /** The route's pattern, never the path: paths hold order numbers. */
  route: string;
  status: number;
  seconds: number;
  /** Code of the problem that was answered. */
  problem?: string;
}

/** Counts requests by route. */
export function requestMetrics(registry: Registry): (answered: Answered) => void {
  const registers = [registry];
  const durations = new Histogram({
    name: "andon_http_request_seconds",
    help: "Requests by method, route and status; pages and their files are one route each",
    labelNames: ["method", "route", "status"],
    buckets: BUCKETS_S,
    registers,
  });
  const refusals = new Counter({
    name: "andon_http_refusals_total",
    help: "Requests answered with a problem, by its code",
    labelNames: ["code"],
    registers,
  });
  return ({ method, route, status, seconds, problem }) => {
    durations.observe({ method: METHODS.has(method) ? method : "other", route, status }, seconds);
    if (problem !== undefined) refusals.inc({ code: problem });
  };
}
