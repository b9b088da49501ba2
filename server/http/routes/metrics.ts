import { openToAll } from "../middleware/declared.ts";
import type { Api, ApiParts } from "../types.ts";

/** GET /metrics for Prometheus: counts only, no order and no person. */
export function addMetricsRoute(api: Api, { metrics }: ApiParts): void {
  api.get("/metrics", openToAll("counts only"), async (c) =>
    c.body(await metrics.text(), 200, { "content-type": metrics.contentType }),
  );
}
