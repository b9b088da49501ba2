import { customType } from "drizzle-orm/pg-core";

/** An instant: timestamptz cut to milliseconds. */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
});

export const bytes = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
