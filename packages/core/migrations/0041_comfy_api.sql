ALTER TABLE "asset" ADD COLUMN "blake3" text;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "blake3" text;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "is_shared" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "hidden_from" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "progress_floor" real DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "labels" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "hashing_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_token" ADD COLUMN "shot_id" text;--> statement-breakpoint
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_blake3" ON "asset" USING btree ("tenant_id","blake3");--> statement-breakpoint
CREATE INDEX "asset_without_blake3" ON "asset" USING btree ("tenant_id","id") WHERE blake3 is null;--> statement-breakpoint
CREATE INDEX "input_blake3" ON "input" USING btree ("tenant_id","blake3");--> statement-breakpoint
CREATE INDEX "input_without_blake3" ON "input" USING btree ("tenant_id","id") WHERE blake3 is null and status = 'verified';--> statement-breakpoint
CREATE INDEX "job_labels" ON "job" USING gin ("labels" jsonb_path_ops) WHERE labels <> '{}'::jsonb;--> statement-breakpoint
-- pegbar_app: the media function computes the hash of older results.
GRANT UPDATE (blake3) ON asset TO pegbar_app;
--> statement-breakpoint
-- pegbar_app: an upload is listed for deletion until it has a row of its own.
GRANT SELECT, DELETE ON removal TO pegbar_app;
--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE job ALTER COLUMN labels SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE input ALTER COLUMN blake3 SET STATISTICS 0;
--> statement-breakpoint
-- The reconciler starts the hashing of older files.
GRANT UPDATE (hashing_at) ON tenant TO pegbar_dispatch;
