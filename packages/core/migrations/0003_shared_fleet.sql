CREATE TYPE "public"."quota_scope" AS ENUM('tenant', 'show', 'member');--> statement-breakpoint
ALTER TYPE "public"."model_status" ADD VALUE 'announced';--> statement-breakpoint
ALTER TYPE "public"."model_status" ADD VALUE 'checking';--> statement-breakpoint
ALTER TYPE "public"."model_status" ADD VALUE 'refused';--> statement-breakpoint
CREATE TABLE "audit" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "share" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"weight" integer DEFAULT 100 NOT NULL,
	"recent_ms" double precision DEFAULT 0 NOT NULL,
	"as_of" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"passed_over" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "share" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "fleet" (
	"class" text PRIMARY KEY NOT NULL,
	"instance" text NOT NULL,
	"micros_per_hour" bigint NOT NULL,
	"running_limit" integer,
	"workers" integer DEFAULT 0 NOT NULL,
	"running" integer DEFAULT 0 NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"waiting_tenants" integer DEFAULT 0 NOT NULL,
	"mean_ms" bigint,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "fleet" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "repair_count" (
	"kind" text PRIMARY KEY NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "repair_count" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notice" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"type" text NOT NULL,
	"subject_id" text NOT NULL,
	"meter" text NOT NULL,
	"threshold" integer NOT NULL,
	"period" text NOT NULL,
	"limit" bigint NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notice_once" UNIQUE("tenant_id","subject_id","meter","threshold","period","limit")
);
--> statement-breakpoint
ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "operator" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"issuer" text,
	"subject" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "operator" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "quota" (
	"subject_id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"scope" "quota_scope" NOT NULL,
	"running_limit" integer,
	"waiting_limit" integer,
	"gpu_ms_limit" bigint,
	"micros_limit" bigint,
	"storage_limit" bigint,
	"running" integer DEFAULT 0 NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"storage_bytes" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quota_counts" CHECK (running >= 0 and waiting >= 0 and storage_bytes >= 0)
);
--> statement-breakpoint
ALTER TABLE "quota" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "quota_month" (
	"subject_id" text NOT NULL,
	"month" text NOT NULL,
	"tenant_id" text NOT NULL,
	"used_gpu_ms" bigint DEFAULT 0 NOT NULL,
	"reserved_gpu_ms" bigint DEFAULT 0 NOT NULL,
	"used_micros" bigint DEFAULT 0 NOT NULL,
	"reserved_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "quota_month_subject_id_month_pk" PRIMARY KEY("subject_id","month"),
	CONSTRAINT "quota_month_counts" CHECK (used_gpu_ms >= 0 and reserved_gpu_ms >= 0 and used_micros >= 0 and reserved_micros >= 0)
);
--> statement-breakpoint
ALTER TABLE "quota_month" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usage" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"job_id" text NOT NULL,
	"member_id" text NOT NULL,
	"show_id" text NOT NULL,
	"sequence_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"workflow_id" text,
	"workflow_version_id" text,
	"model_id" text,
	"class" text NOT NULL,
	"instance" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"pixels" bigint NOT NULL,
	"steps" integer NOT NULL,
	"micros_per_hour" bigint NOT NULL,
	"gpu_ms" bigint NOT NULL,
	"micros" bigint NOT NULL,
	"platform_gpu_ms" bigint NOT NULL,
	"platform_micros" bigint NOT NULL,
	"month" text NOT NULL,
	"day" date NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_attempt_id_unique" UNIQUE("attempt_id")
);
--> statement-breakpoint
ALTER TABLE "usage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "job_waiting";--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "model_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "pixels" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "steps" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "expected_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "retry_fence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "reserved_gpu_ms" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "reserved_micros" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "month" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "micros_per_hour" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "refusal" jsonb;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "time_zone" text DEFAULT 'UTC' NOT NULL;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "raw_graphs" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ADD CONSTRAINT "audit_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share" ADD CONSTRAINT "share_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quota" ADD CONSTRAINT "quota_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quota_month" ADD CONSTRAINT "quota_month_subject_id_quota_subject_id_fk" FOREIGN KEY ("subject_id") REFERENCES "public"."quota"("subject_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quota_month" ADD CONSTRAINT "quota_month_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_sequence_id_sequence_id_fk" FOREIGN KEY ("sequence_id") REFERENCES "public"."sequence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_workflow_id_workflow_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "public"."workflow"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_workflow_version_id_workflow_version_id_fk" FOREIGN KEY ("workflow_version_id") REFERENCES "public"."workflow_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_tenant" ON "audit" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notice_tenant" ON "notice" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "quota_tenant" ON "quota" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "usage_day" ON "usage" USING btree ("tenant_id","day");--> statement-breakpoint
CREATE INDEX "usage_month" ON "usage" USING btree ("tenant_id","month");--> statement-breakpoint
CREATE INDEX "usage_like" ON "usage" USING btree ("tenant_id","workflow_version_id","class","pixels","steps","ended_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "demand_unused_tenant" ON "demand" USING btree ("tenant_id","class") WHERE used_at is null;--> statement-breakpoint
CREATE INDEX "attempt_newest" ON "attempt" USING btree ("started_at" DESC NULLS LAST) WHERE state = 'succeeded';--> statement-breakpoint
CREATE INDEX "attempt_ended" ON "attempt" USING btree ("ended_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_waiting_group" ON "job" USING btree ("class","tenant_id","show_id","member_id","model_key","lane","priority" DESC NULLS LAST,"queued_at","id") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "job_running" ON "job" USING btree ("class") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "job_open" ON "job" USING btree ("tenant_id") WHERE state in ('queued', 'held', 'running');--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_select" ON "intent" AS PERMISSIVE FOR SELECT TO "pegbar_dispatch" USING (true);--> statement-breakpoint
CREATE POLICY "shared_operator" ON "model" AS PERMISSIVE FOR ALL TO "pegbar_operator" USING (tenant_id is null) WITH CHECK (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_select" ON "tenant" AS PERMISSIVE FOR SELECT TO "pegbar_dispatch" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "tenant" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "audit" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "operator_read" ON "audit" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (tenant_id is null or actor_type = 'operator');--> statement-breakpoint
CREATE POLICY "operator_add" ON "audit" AS PERMISSIVE FOR INSERT TO "pegbar_operator" WITH CHECK (tenant_id is null);--> statement-breakpoint
CREATE POLICY "tenant" ON "share" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "share" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_all" ON "share" AS PERMISSIVE FOR ALL TO "pegbar_operator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everybody" ON "fleet" AS PERMISSIVE FOR SELECT TO "pegbar_app" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "fleet" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_all" ON "fleet" AS PERMISSIVE FOR ALL TO "pegbar_operator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "repair_count" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "repair_count" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "notice" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_identity_all" ON "operator" AS PERMISSIVE FOR ALL TO "pegbar_identity" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "operator" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "quota" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "quota" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "quota" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "quota_month" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "quota_month" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "quota_month" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "usage" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));