CREATE TABLE "job_dependency" (
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"depends_on" text,
	"depends_on_step" integer,
	"input" text,
	"output" text,
	CONSTRAINT "job_dependency_input" UNIQUE NULLS NOT DISTINCT("job_id","depends_on","depends_on_step","input")
);
--> statement-breakpoint
ALTER TABLE "job_dependency" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "version_batch";--> statement-breakpoint
ALTER TABLE "batch" ADD COLUMN "steps" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "asset_id" text;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "step" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "step" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job_dependency" ADD CONSTRAINT "job_dependency_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_dependency" ADD CONSTRAINT "job_dependency_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_dependency" ADD CONSTRAINT "job_dependency_depends_on_job_id_fk" FOREIGN KEY ("depends_on") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_dependency_source" ON "job_dependency" USING btree ("depends_on");--> statement-breakpoint
CREATE UNIQUE INDEX "version_batch" ON "version" USING btree ("batch_id","step","variant","name") WHERE batch_id is not null;--> statement-breakpoint
CREATE POLICY "tenant" ON "job_dependency" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
ALTER TABLE job_dependency FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON job_dependency FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: submits batches with steps. pegbar_dispatch: starts later steps when jobs end.
GRANT SELECT, INSERT ON job_dependency TO pegbar_app;
--> statement-breakpoint
GRANT SELECT ON job_dependency TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_dispatch: makes a result an input of the next step's job.
GRANT INSERT, UPDATE ON input TO pegbar_dispatch;
--> statement-breakpoint
GRANT INSERT ON job_input TO pegbar_dispatch;
