DROP INDEX "job_shot";--> statement-breakpoint
CREATE INDEX "asset_tenant_time" ON "asset" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "asset_member_time" ON "asset" USING btree ("member_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "asset_show_time" ON "asset" USING btree ("show_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "input_tenant_time" ON "input" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_member_time" ON "job" USING btree ("member_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_show_time" ON "job" USING btree ("show_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_shot" ON "job" USING btree ("shot_id","id" DESC NULLS LAST);