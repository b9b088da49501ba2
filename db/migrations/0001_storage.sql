-- An order's row is written again by each of its batches: room on its page keeps that update out of the indexes.
ALTER TABLE "orders" SET (fillfactor = 60);--> statement-breakpoint
-- Rows live for milliseconds here: clear them away long before a fifth of a big table is dead.
ALTER TABLE "outbox" SET (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
