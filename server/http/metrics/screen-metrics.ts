import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { ScreenMeter } from "../../realtime/screen-meter.ts";

/** A frame is to be on a screen within some 350 ms of its commit; beyond 5 s the screen says so itself. */
const LAG_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What one web process's gateway tells Prometheus. */
export function screenMetrics(registry: Registry): ScreenMeter {
  const registers = [registry];
  const lag = new Histogram({
    name: "andon_frame_lag_seconds",
    help: "From a frame's making, by Redis's clock, until this process sent it to its screens",
    buckets: LAG_BUCKETS_S,
    registers,
  });
  const resyncs = new Counter({
    name: "andon_screen_resyncs_total",
    help: "Whole boards that screens asked for because a frame was missing or the epoch was new",
    registers,
  });
  const refusals = new Counter({
    name: "andon_screen_refusals_total",
    help: "Screens turned away or cut off, by reason",
    labelNames: ["reason"],
    registers,
  });
  let sockets = () => 0;
  new Gauge({
    name: "andon_sockets",
    help: "Screens that follow the board through this process",
    registers,
    collect() {
      this.set(sockets());
    },
  });
  return {
    frame: (lagSeconds) => lag.observe(Math.max(0, lagSeconds)),
    resync: () => resyncs.inc(),
    refused: (reason) => refusals.inc({ reason }),
    watch: (count) => {
      sockets = count;
    },
  };
}
