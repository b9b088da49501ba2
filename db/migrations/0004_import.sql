CREATE TABLE "imported_files" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "imported_files_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"bytes" bigint NOT NULL,
	"modified_at" timestamp (3) with time zone NOT NULL,
	"exported_at" timestamp (3) with time zone NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "imported_files_export" UNIQUE("source","hash","exported_at")
);
--> statement-breakpoint
CREATE TABLE "sightings" (
	"source" text NOT NULL,
	"order_no" text NOT NULL,
	"token" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"seen" bigint[] NOT NULL,
	"changed_at" timestamp (3) with time zone,
	"content" text NOT NULL,
	CONSTRAINT "sightings_source_order_no_token_first_at_pk" PRIMARY KEY("source","order_no","token","first_at")
);
