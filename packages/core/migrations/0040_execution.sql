ALTER TABLE "asset" ADD COLUMN "execution" text DEFAULT 'unknown' NOT NULL;--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "execution" jsonb;--> statement-breakpoint
-- pegbar_app: an admin erases jobs, with the ids of their nodes.
GRANT UPDATE (execution) ON attempt TO pegbar_app;
--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE attempt ALTER COLUMN execution SET STATISTICS 0;
