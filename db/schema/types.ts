import { boolean, customType, text } from "drizzle-orm/pg-core";

/** An instant: timestamptz cut to milliseconds. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
});

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** What a visit has beside its node, as the order's facts stood (domain/delay/dimensions.ts lists them). */
export const dimensionColumns = () => ({
  channel: text("channel"),
  bulky: boolean("bulky").notNull(),
  custom: boolean("custom").notNull(),
  warehouse: text("warehouse"),
  carrier: text("carrier"),
  region: text("region"),
  segment: text("segment"),
});
