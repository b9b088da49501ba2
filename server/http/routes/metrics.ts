import { requireRight } from "../middleware/require-right.ts";
import type { Api, ApiParts } from "../types.ts";

/** A scraper hears quickly, and of an absent Postgres too: a key that was known stays known for this route. */
const PATIENCE = { waitMs: 1_000, staleMs: Number.POSITIVE_INFINITY };

/** GET /metrics for Prometheus: counts only, no order and no person. */
export function addMetricsRoute(api: Api, parts: ApiParts): void {
  const { metrics } = parts;
  api.get("/metrics", requireRight(parts, "metrics:read", PATIENCE), async (c) =>
    c.body(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
}
