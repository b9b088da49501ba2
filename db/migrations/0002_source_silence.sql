CREATE TABLE "intake" (
	"one" integer PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_hours" (
	"source" text NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"live" integer NOT NULL,
	"late" integer NOT NULL,
	"minutes" bit(60) NOT NULL,
	CONSTRAINT "source_hours_source_hour_pk" PRIMARY KEY("source","hour")
);
