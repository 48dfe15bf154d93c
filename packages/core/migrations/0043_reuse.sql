ALTER TABLE "asset" DROP CONSTRAINT "asset_key_unique";--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "reused_asset_id" text;--> statement-breakpoint
ALTER TABLE "batch" ADD COLUMN "retake_of" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "content_sha256" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "reused_job_id" text;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_reused_asset_id_asset_id_fk" FOREIGN KEY ("reused_asset_id") REFERENCES "public"."asset"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_retake_of_batch_id_fk" FOREIGN KEY ("retake_of") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_reused_job_id_job_id_fk" FOREIGN KEY ("reused_job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "asset_key" ON "asset" USING btree ("key") WHERE reused_asset_id is null;--> statement-breakpoint
CREATE INDEX "job_content" ON "job" USING btree ("tenant_id","content_sha256","id" DESC NULLS LAST) WHERE state = 'succeeded' and reused_job_id is null and content_sha256 is not null;--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE job ALTER COLUMN content_sha256 SET STATISTICS 0;
--> statement-breakpoint
-- pegbar_app: a batch takes results of earlier jobs when it is submitted.
GRANT INSERT ON asset, version TO pegbar_app;
--> statement-breakpoint
-- A row lock on the shot makes versions consecutive; locking needs the right to update one column.
GRANT UPDATE (created_at) ON shot TO pegbar_app;
