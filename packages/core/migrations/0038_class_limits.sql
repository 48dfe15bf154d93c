ALTER TABLE "fleet" ADD COLUMN "max_pixels" bigint DEFAULT 200000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "fleet" ADD COLUMN "starts_workers" boolean DEFAULT true NOT NULL;--> statement-breakpoint
-- Their smallest machines have 32 and 64 GiB of memory; those of light have 16.
UPDATE "fleet" SET "max_pixels" = CASE "class" WHEN 'heavy' THEN 400000000 WHEN 'xl' THEN 800000000 ELSE "max_pixels" END;
--> statement-breakpoint
-- One machine says at its start that nothing starts workers there.
GRANT UPDATE (starts_workers) ON fleet TO pegbar_dispatch;
