CREATE TYPE "public"."batch_state" AS ENUM('active', 'paused', 'stopped');--> statement-breakpoint
CREATE TABLE "batch" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"sequence_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"member_id" text NOT NULL,
	"workflow_version_id" text NOT NULL,
	"name" text NOT NULL,
	"frames" text,
	"jobs" integer NOT NULL,
	"request" jsonb NOT NULL,
	"state" "batch_state" DEFAULT 'active' NOT NULL,
	"reason" text,
	"stop_failures" integer,
	"stop_share" real,
	"accepted_failures" integer DEFAULT 0 NOT NULL,
	"idempotency_key" text,
	"request_sha256" text NOT NULL,
	"erased_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "batch" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "version" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"member_id" text NOT NULL,
	"name" text NOT NULL,
	"number" integer NOT NULL,
	"batch_id" text,
	"variant" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "version_number" UNIQUE("shot_id","name","number")
);
--> statement-breakpoint
ALTER TABLE "version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "asset" DROP CONSTRAINT "asset_version";--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "frame" integer;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "frame" integer;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "variant" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_sequence_id_sequence_id_fk" FOREIGN KEY ("sequence_id") REFERENCES "public"."sequence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_workflow_version_id_workflow_version_id_fk" FOREIGN KEY ("workflow_version_id") REFERENCES "public"."workflow_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_tenant_time" ON "batch" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "batch_member_time" ON "batch" USING btree ("member_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "batch_show_time" ON "batch" USING btree ("show_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "batch_shot" ON "batch" USING btree ("shot_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "batch_idempotency" ON "batch" USING btree ("tenant_id","member_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "version_batch" ON "version" USING btree ("batch_id","variant","name") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "version_tenant_time" ON "version" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_batch" ON "asset" USING btree ("batch_id","frame","id") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "job_batch" ON "job" USING btree ("batch_id","variant","frame","id") WHERE batch_id is not null;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_version" UNIQUE NULLS NOT DISTINCT("shot_id","name","version","frame","position");--> statement-breakpoint
CREATE POLICY "tenant" ON "batch" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "batch" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "version" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
-- Versions of the results that exist. The owner sees them only without forced policies.
ALTER TABLE asset NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO version (id, tenant_id, show_id, shot_id, member_id, name, number, created_at)
SELECT DISTINCT ON (shot_id, name, version) 'ver_' || substr(id, 5), tenant_id, show_id, shot_id, member_id, name, version, created_at
FROM asset ORDER BY shot_id, name, version, position, id;
--> statement-breakpoint
ALTER TABLE asset FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE batch FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON batch, version FROM PUBLIC;
--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE batch ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN request SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0, ALTER COLUMN request_sha256 SET STATISTICS 0;
--> statement-breakpoint
-- pegbar_app: submits batches, pauses and resumes them, erases what they say.
GRANT SELECT, INSERT, UPDATE ON batch TO pegbar_app;
--> statement-breakpoint
GRANT SELECT ON version TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: stops a batch that fails, and writes versions with the results.
GRANT SELECT ON batch, version TO pegbar_dispatch;
--> statement-breakpoint
GRANT UPDATE (state, reason) ON batch TO pegbar_dispatch;
--> statement-breakpoint
GRANT INSERT ON version TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_dispatch: the janitor rewrites the table after an erasure.
GRANT MAINTAIN ON batch TO pegbar_dispatch;
