ALTER TABLE "tvs" DROP CONSTRAINT "tvs_name_unique";--> statement-breakpoint
CREATE UNIQUE INDEX "tvs_name" ON "tvs" USING btree ("name") WHERE revoked_at is null;