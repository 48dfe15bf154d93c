ALTER TABLE "asset" ADD COLUMN "facts" jsonb;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "part_sha256s" text[];--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "facts" jsonb;--> statement-breakpoint
-- The media function writes what it found in a result.
GRANT UPDATE (facts) ON asset TO pegbar_app;
