ALTER TABLE "alerts" ADD COLUMN "first_taken_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "first_taken_name" text;