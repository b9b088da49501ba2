CREATE TABLE "alert_steps" (
	"alert_id" uuid NOT NULL,
	"step" smallint NOT NULL,
	"round" smallint NOT NULL,
	"kind" text NOT NULL,
	"outcome" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"fired_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "alert_steps_alert_id_step_round_pk" PRIMARY KEY("alert_id","step","round")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" bigint NOT NULL,
	"order_no" text NOT NULL,
	"visit_id" uuid NOT NULL,
	"token" text NOT NULL,
	"node" text NOT NULL,
	"severity" smallint NOT NULL,
	"policy" text NOT NULL,
	"policy_valid_from" timestamp (3) with time zone NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"stage" text NOT NULL,
	"flag_at" timestamp (3) with time zone,
	"next_step" smallint NOT NULL,
	"round" smallint DEFAULT 0 NOT NULL,
	"taken_by" uuid,
	"taken_name" text,
	"taken_at" timestamp (3) with time zone,
	"taken_via" text,
	"pledge_until" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"notification_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"provider" text NOT NULL,
	"account" text NOT NULL,
	"state" text NOT NULL,
	"intent_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"provider_id" text,
	"answer" jsonb,
	"settled_by" text,
	"digits" text,
	"answered_by" text,
	"sequence" integer
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"attempt_id" uuid NOT NULL,
	"key" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "callbacks_attempt_id_key_pk" PRIMARY KEY("attempt_id","key")
);
--> statement-breakpoint
CREATE TABLE "escalation_settings" (
	"one" integer PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notification_alerts" (
	"notification_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	CONSTRAINT "notification_alerts_notification_id_alert_id_pk" PRIMARY KEY("notification_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"kind" text NOT NULL,
	"topic" text,
	"node" text,
	"severity" smallint,
	"person_id" uuid,
	"group_key" text,
	"target_no" smallint DEFAULT 0 NOT NULL,
	"fallback_reason" text,
	"gather_key" text,
	"state" text NOT NULL,
	"priority" smallint NOT NULL,
	"step_due_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"send_at" timestamp (3) with time zone NOT NULL,
	"held_until" timestamp (3) with time zone,
	"held_reason" text,
	"leased_until" timestamp (3) with time zone,
	"cancel_at" timestamp (3) with time zone,
	"said" jsonb,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"key" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "policy_versions_key_valid_from_pk" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "chat_groups" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"code_hash" "bytea",
	"code_sent_at" timestamp (3) with time zone,
	"code_tries" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "contacts_address" UNIQUE("person_id","kind","address")
);
--> statement-breakpoint
CREATE TABLE "link_uses" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"uses" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"language" text DEFAULT 'zh-CN' NOT NULL,
	"quiet" jsonb,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "people_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "robots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_key" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"banned_until" timestamp (3) with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "role_members" (
	"role" text NOT NULL,
	"person_id" uuid NOT NULL,
	"position" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "role_members_role_person_id_pk" PRIMARY KEY("role","person_id")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"key" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"group_key" text,
	"schedule" text
);
--> statement-breakpoint
CREATE TABLE "schedule_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"schedule" text NOT NULL,
	"person_id" uuid NOT NULL,
	"instead_of" uuid,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"note" text,
	"canceled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "schedule_versions" (
	"key" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"settings" jsonb NOT NULL,
	CONSTRAINT "schedule_versions_key_valid_from_pk" PRIMARY KEY("key","valid_from")
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sends" (
	"account" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "next_step_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "visits" ADD COLUMN "alerted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("order_id","visit_id") WHERE state <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_unresolved" ON "alerts" USING btree ("node","opened_at") WHERE state <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_opened" ON "alerts" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "alerts_order" ON "alerts" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "attempts_notification" ON "attempts" USING btree ("notification_id");--> statement-breakpoint
CREATE INDEX "attempts_provider" ON "attempts" USING btree ("provider","provider_id");--> statement-breakpoint
CREATE INDEX "attempts_unsettled" ON "attempts" USING btree ("intent_at") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "notification_alerts_alert" ON "notification_alerts" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "notifications_waiting" ON "notifications" USING btree ("priority","send_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "notifications_sending" ON "notifications" USING btree ("leased_until") WHERE state in ('sending', 'accepted', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_gather" ON "notifications" USING btree ("gather_key") WHERE state = 'queued' and gather_key is not null;--> statement-breakpoint
CREATE INDEX "notifications_created" ON "notifications" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "robots_group" ON "robots" USING btree ("group_key");--> statement-breakpoint
CREATE INDEX "schedule_overrides_span" ON "schedule_overrides" USING btree ("schedule","to_at") WHERE canceled_at is null;--> statement-breakpoint
CREATE INDEX "sends_account" ON "sends" USING btree ("account","at");--> statement-breakpoint
CREATE INDEX "visits_next_step" ON "visits" USING btree ("next_step_at") WHERE next_step_at is not null;