CREATE TABLE "delay_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delay_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"sign" smallint NOT NULL,
	"node" text NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone NOT NULL,
	"channel" text,
	"bulky" boolean NOT NULL,
	"custom" boolean NOT NULL,
	"warehouse" text,
	"carrier" text,
	"region" text,
	"segment" text
);
--> statement-breakpoint
CREATE TABLE "delay_sums" (
	"dimension" text NOT NULL,
	"grain" smallint NOT NULL,
	"bucket" integer NOT NULL,
	"node" text NOT NULL,
	"value" text NOT NULL,
	"due_count" bigint NOT NULL,
	"due_sum" bigint NOT NULL,
	"left_count" bigint NOT NULL,
	"left_sum" bigint NOT NULL,
	CONSTRAINT "delay_sums_dimension_grain_bucket_node_value_pk" PRIMARY KEY("dimension","grain","bucket","node","value")
);
--> statement-breakpoint
CREATE TABLE "dwell_ratios" (
	"dimension" text NOT NULL,
	"grain" smallint NOT NULL,
	"bucket" integer NOT NULL,
	"node" text NOT NULL,
	"value" text NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "dwell_ratios_dimension_grain_bucket_node_value_pk" PRIMARY KEY("dimension","grain","bucket","node","value")
);
--> statement-breakpoint
CREATE INDEX "visits_overdue" ON "visits" USING btree ("left_at","due_at") WHERE left_at is null or left_at > due_at;--> statement-breakpoint
-- Adds up two sparse histograms. An element is bucket × 2^24 + count; a count may be negative (a correction).
CREATE FUNCTION "merge_ratios"(a integer[], b integer[]) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	SELECT coalesce(array_agg((bucket << 24) + visits ORDER BY bucket), '{}') FROM (
		SELECT (x + 8388608) >> 24 AS bucket, sum(x - (((x + 8388608) >> 24) << 24))::integer AS visits
		FROM unnest(a || b) AS x GROUP BY 1) AS merged
	WHERE visits <> 0
$$;--> statement-breakpoint
-- Rows live for a second here, as in the outbox.
ALTER TABLE "delay_log" SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);--> statement-breakpoint
-- The rows of the current hour are written again and again: room on their page keeps that out of the index.
ALTER TABLE "delay_sums" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "dwell_ratios" SET (fillfactor = 70);--> statement-breakpoint
-- What has ended before this migration; in the order of time, so that a batch of it falls into few buckets.
INSERT INTO "delay_log" ("sign", "node", "entered_at", "due_at", "left_at", "channel", "bulky", "custom", "warehouse", "carrier", "region", "segment")
SELECT 1, "node", "entered_at", "due_at", "left_at", "channel", "bulky", "custom", "warehouse", "carrier", "region", "segment"
FROM "visits" WHERE "left_at" IS NOT NULL AND "due_at" IS NOT NULL ORDER BY "left_at";
