CREATE SEQUENCE "public"."board_epoch" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "events" (
	"source" text NOT NULL,
	"id" text NOT NULL,
	"order_id" bigint NOT NULL,
	"token" text NOT NULL,
	"node" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"body" jsonb,
	"recipient_id" uuid,
	CONSTRAINT "events_source_id_pk" PRIMARY KEY("source","id")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" bigint NOT NULL,
	"line_no" integer NOT NULL,
	"sku" text NOT NULL,
	"title" text,
	"category" text,
	"quantity" integer NOT NULL,
	"unit_price_fen" bigint,
	"cost_fen" bigint,
	"gift" boolean NOT NULL,
	"bulky" boolean NOT NULL,
	"custom" boolean NOT NULL,
	CONSTRAINT "order_lines_order_id_line_no_pk" PRIMARY KEY("order_id","line_no")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "orders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_no" text NOT NULL,
	"channel" text,
	"placed_at" timestamp (3) with time zone,
	"region" text,
	"warehouse" text,
	"carrier" text,
	"segment" text,
	"hold" text,
	"currency" text DEFAULT 'CNY' NOT NULL,
	"bulky" boolean DEFAULT false NOT NULL,
	"custom" boolean DEFAULT false NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "orders_order_no_unique" UNIQUE("order_no")
);
--> statement-breakpoint
CREATE TABLE "recipient_keys" (
	"order_no" text PRIMARY KEY NOT NULL,
	"key" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recipients" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_no" text NOT NULL,
	"sealed" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visits" (
	"id" uuid NOT NULL,
	"order_id" bigint NOT NULL,
	"token" text NOT NULL,
	"node" text NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"left_at" timestamp (3) with time zone,
	"warn_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone,
	"promise_at" timestamp (3) with time zone,
	"channel" text,
	"bulky" boolean NOT NULL,
	"custom" boolean NOT NULL,
	"warehouse" text,
	"carrier" text,
	"region" text,
	"segment" text,
	CONSTRAINT "visits_order_id_id_pk" PRIMARY KEY("order_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_id" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "quarantine_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"order_no" text NOT NULL,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"word" text,
	"event" jsonb NOT NULL,
	"recipient_id" uuid,
	"state" text NOT NULL,
	"seen" integer DEFAULT 1 NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "quarantine_event" UNIQUE("source","event_id")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"key" text PRIMARY KEY NOT NULL,
	"last_event_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "calendar_days" (
	"day" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text
);
--> statement-breakpoint
CREATE TABLE "clock_anchor" (
	"one" integer PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"shop_at" timestamp (3) with time zone NOT NULL,
	"machine_at" timestamp (3) with time zone NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clock_versions" (
	"key" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "clock_versions_key_valid_from_pk" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "node_versions" (
	"key" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "node_versions_key_valid_from_pk" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "settings_revision" (
	"one" integer PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "status_words" (
	"word" text PRIMARY KEY NOT NULL,
	"node" text,
	"origin" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "events_order" ON "events" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "orders_placed_at" ON "orders" USING btree ("placed_at");--> statement-breakpoint
CREATE INDEX "recipients_order" ON "recipients" USING btree ("order_no");--> statement-breakpoint
CREATE INDEX "visits_open" ON "visits" USING btree ("node","entered_at") WHERE left_at is null;--> statement-breakpoint
CREATE INDEX "visits_left" ON "visits" USING btree ("left_at","entered_at") WHERE left_at is not null;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "quarantine_state" ON "quarantine" USING btree ("state","id");