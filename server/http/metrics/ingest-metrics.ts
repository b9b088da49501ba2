import { Counter, type Registry } from "prom-client";
import type { Tally } from "../ingest/tally.ts";

/** Counts what became of the events that came over HTTP. */
export function ingestMetrics(registry: Registry): (tally: Tally) => void {
  const registers = [registry];
  const events = new Counter({
    name: "andon_events_total",
    help: "Events received over HTTP, by what became of them",
    labelNames: ["result"],
    registers,
  });
  const refusals = new Counter({
    name: "andon_event_refusals_total",
    help: "Events rejected or quarantined over HTTP, by result and reason",
    labelNames: ["result", "code"],
    registers,
  });
  // A rate needs a series that was there before the first event of its kind.
  for (const result of ["accepted", "duplicate", "quarantined", "rejected"]) events.inc({ result }, 0);
  return ({ answer, refused }) => {
    events.inc({ result: "accepted" }, answer.accepted);
    events.inc({ result: "duplicate" }, answer.duplicates);
    events.inc({ result: "quarantined" }, answer.quarantinedTotal);
    events.inc({ result: "rejected" }, answer.rejectedTotal);
    for (const result of ["quarantined", "rejected"] as const) {
      for (const [code, items] of refused[result]) refusals.inc({ result, code }, items);
    }
  };
}
