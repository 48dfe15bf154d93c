CREATE TYPE "public"."input_status" AS ENUM('announced', 'checking', 'verified', 'refused');--> statement-breakpoint
CREATE TYPE "public"."attempt_state" AS ENUM('running', 'succeeded', 'failed', 'interrupted', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."job_state" AS ENUM('queued', 'running', 'held', 'succeeded', 'failed', 'cancelled');--> statement-breakpoint
CREATE TYPE "public"."lane" AS ENUM('interactive', 'batch');--> statement-breakpoint
CREATE TYPE "public"."member_role" AS ENUM('artist', 'supervisor', 'admin');--> statement-breakpoint
CREATE TYPE "public"."member_status" AS ENUM('invited', 'active', 'left');--> statement-breakpoint
CREATE TYPE "public"."model_status" AS ENUM('active', 'revoked');--> statement-breakpoint
CREATE TABLE "asset" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"job_id" text NOT NULL,
	"attempt_id" text NOT NULL,
	"member_id" text NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"node_id" text NOT NULL,
	"position" integer NOT NULL,
	"filename" text NOT NULL,
	"key" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"content_type" text NOT NULL,
	"width" integer,
	"height" integer,
	"thumbnail_key" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "asset_key_unique" UNIQUE("key"),
	CONSTRAINT "asset_version" UNIQUE("shot_id","name","version","position")
);
--> statement-breakpoint
ALTER TABLE "asset" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "demand" (
	"nonce" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"class" text NOT NULL,
	"used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "demand" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "image" (
	"id" text PRIMARY KEY NOT NULL,
	"object_info_digest" text NOT NULL,
	"comfyui_version" text NOT NULL,
	"object_info" jsonb NOT NULL,
	"current" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "image_object_info_digest_unique" UNIQUE("object_info_digest")
);
--> statement-breakpoint
ALTER TABLE "image" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "input" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"content_type" text NOT NULL,
	"filename" text NOT NULL,
	"key" text NOT NULL,
	"status" "input_status" DEFAULT 'announced' NOT NULL,
	"refusal" jsonb,
	"width" integer,
	"height" integer,
	"thumbnail_key" text,
	"created_by" text,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "input_sha256" UNIQUE("tenant_id","sha256")
);
--> statement-breakpoint
ALTER TABLE "input" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "attempt" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"fence" integer NOT NULL,
	"state" "attempt_state" NOT NULL,
	"worker_id" text NOT NULL,
	"nonce" text NOT NULL,
	"lease_expires_at" timestamp (3) with time zone NOT NULL,
	"runtime" jsonb NOT NULL,
	"phase" text,
	"failure" jsonb,
	"reason" text,
	"execution_ms" bigint,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "attempt" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"sequence_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"member_id" text NOT NULL,
	"workflow_version_id" text,
	"graph" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"output_names" jsonb NOT NULL,
	"class" text NOT NULL,
	"lane" "lane" NOT NULL,
	"priority" integer DEFAULT 0 NOT NULL,
	"time_limit_seconds" integer NOT NULL,
	"state" "job_state" NOT NULL,
	"reason" text,
	"failure" jsonb,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"progress" jsonb,
	"previews" integer DEFAULT 0 NOT NULL,
	"preview_key" text,
	"idempotency_key" text,
	"request_sha256" text NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "job" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_event" (
	"number" bigserial PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "job_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_input" (
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"input_id" text NOT NULL,
	CONSTRAINT "job_input_job_id_input_id_pk" PRIMARY KEY("job_id","input_id")
);
--> statement-breakpoint
ALTER TABLE "job_input" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "job_model" (
	"tenant_id" text NOT NULL,
	"job_id" text NOT NULL,
	"model_id" text NOT NULL,
	CONSTRAINT "job_model_job_id_model_id_pk" PRIMARY KEY("job_id","model_id")
);
--> statement-breakpoint
ALTER TABLE "job_model" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "checkpoint" (
	"tenant_id" text NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkpoint_tenant_id_size_pk" PRIMARY KEY("tenant_id","size")
);
--> statement-breakpoint
ALTER TABLE "checkpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "intent" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"event_id" text NOT NULL,
	"record" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "intent_event" UNIQUE("tenant_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "intent" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "leaf" (
	"tenant_id" text NOT NULL,
	"position" bigint NOT NULL,
	"event_id" text NOT NULL,
	"record" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "leaf_tenant_id_position_pk" PRIMARY KEY("tenant_id","position"),
	CONSTRAINT "leaf_event" UNIQUE("tenant_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "leaf" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "log" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"root" "bytea" NOT NULL,
	"signed_size" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "log_origin_unique" UNIQUE("origin")
);
--> statement-breakpoint
ALTER TABLE "log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tree_node" (
	"tenant_id" text NOT NULL,
	"level" smallint NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "tree_node_tenant_id_level_position_pk" PRIMARY KEY("tenant_id","level","position")
);
--> statement-breakpoint
ALTER TABLE "tree_node" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "member" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" "member_role" NOT NULL,
	"status" "member_status" DEFAULT 'invited' NOT NULL,
	"issuer" text,
	"subject" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "member_tenant_email" UNIQUE("tenant_id","email"),
	CONSTRAINT "member_tenant_identity" UNIQUE("tenant_id","issuer","subject")
);
--> statement-breakpoint
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"file_name" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint,
	"family" text NOT NULL,
	"licence" text NOT NULL,
	"vram_mib" bigint DEFAULT 0 NOT NULL,
	"status" "model_status" DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "model_clearance" (
	"tenant_id" text NOT NULL,
	"model_id" text NOT NULL,
	"show_id" text NOT NULL,
	CONSTRAINT "model_clearance_model_id_show_id_pk" PRIMARY KEY("model_id","show_id")
);
--> statement-breakpoint
ALTER TABLE "model_clearance" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"effect" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sequence" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sequence_code" UNIQUE("show_id","code")
);
--> statement-breakpoint
ALTER TABLE "sequence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shot" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"sequence_id" text NOT NULL,
	"code" text NOT NULL,
	"frame_in" integer,
	"frame_out" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "shot_code" UNIQUE("sequence_id","code")
);
--> statement-breakpoint
ALTER TABLE "shot" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "show" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "show_code" UNIQUE("tenant_id","code")
);
--> statement-breakpoint
ALTER TABLE "show" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "show_member" (
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"member_id" text NOT NULL,
	CONSTRAINT "show_member_show_id_member_id_pk" PRIMARY KEY("show_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "show_member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tenant" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenant_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workflow" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"retired" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workflow_slug" UNIQUE("tenant_id","slug")
);
--> statement-breakpoint
ALTER TABLE "workflow" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "workflow_version" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"number" integer NOT NULL,
	"graph" jsonb NOT NULL,
	"form" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"class" text NOT NULL,
	"time_limit_seconds" integer NOT NULL,
	"published_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workflow_version_number" UNIQUE("workflow_id","number")
);
--> statement-breakpoint
ALTER TABLE "workflow_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_attempt_id_attempt_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "demand" ADD CONSTRAINT "demand_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "demand" ADD CONSTRAINT "demand_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "input" ADD CONSTRAINT "input_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "input" ADD CONSTRAINT "input_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_sequence_id_sequence_id_fk" FOREIGN KEY ("sequence_id") REFERENCES "public"."sequence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_shot_id_shot_id_fk" FOREIGN KEY ("shot_id") REFERENCES "public"."shot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job" ADD CONSTRAINT "job_workflow_version_id_workflow_version_id_fk" FOREIGN KEY ("workflow_version_id") REFERENCES "public"."workflow_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_event" ADD CONSTRAINT "job_event_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_event" ADD CONSTRAINT "job_event_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_input" ADD CONSTRAINT "job_input_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_input" ADD CONSTRAINT "job_input_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_input" ADD CONSTRAINT "job_input_input_id_input_id_fk" FOREIGN KEY ("input_id") REFERENCES "public"."input"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_model" ADD CONSTRAINT "job_model_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_model" ADD CONSTRAINT "job_model_job_id_job_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."job"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_model" ADD CONSTRAINT "job_model_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intent" ADD CONSTRAINT "intent_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leaf" ADD CONSTRAINT "leaf_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log" ADD CONSTRAINT "log_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tree_node" ADD CONSTRAINT "tree_node_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_clearance" ADD CONSTRAINT "model_clearance_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_clearance" ADD CONSTRAINT "model_clearance_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_clearance" ADD CONSTRAINT "model_clearance_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sequence" ADD CONSTRAINT "sequence_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sequence" ADD CONSTRAINT "sequence_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shot" ADD CONSTRAINT "shot_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shot" ADD CONSTRAINT "shot_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shot" ADD CONSTRAINT "shot_sequence_id_sequence_id_fk" FOREIGN KEY ("sequence_id") REFERENCES "public"."sequence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show" ADD CONSTRAINT "show_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_member" ADD CONSTRAINT "show_member_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_member" ADD CONSTRAINT "show_member_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "show_member" ADD CONSTRAINT "show_member_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow" ADD CONSTRAINT "workflow_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_version" ADD CONSTRAINT "workflow_version_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_version" ADD CONSTRAINT "workflow_version_workflow_id_workflow_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "public"."workflow"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_version" ADD CONSTRAINT "workflow_version_published_by_member_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_job" ON "asset" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "asset_sha256" ON "asset" USING btree ("tenant_id","sha256");--> statement-breakpoint
CREATE INDEX "demand_job" ON "demand" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "demand_unused" ON "demand" USING btree ("class","created_at") WHERE used_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "image_current" ON "image" USING btree ("current") WHERE current;--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_fence" ON "attempt" USING btree ("job_id","fence");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_running" ON "attempt" USING btree ("job_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "attempt_expiry" ON "attempt" USING btree ("lease_expires_at") WHERE state = 'running';--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_nonce" ON "attempt" USING btree ("nonce");--> statement-breakpoint
CREATE INDEX "job_waiting" ON "job" USING btree ("class","lane","priority" DESC NULLS LAST,"queued_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "job_tenant_time" ON "job" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "job_shot" ON "job" USING btree ("shot_id");--> statement-breakpoint
CREATE UNIQUE INDEX "job_idempotency" ON "job" USING btree ("tenant_id","member_id","idempotency_key") WHERE idempotency_key is not null;--> statement-breakpoint
CREATE INDEX "job_event_job" ON "job_event" USING btree ("job_id","number");--> statement-breakpoint
CREATE INDEX "job_input_input" ON "job_input" USING btree ("input_id");--> statement-breakpoint
CREATE INDEX "job_model_model" ON "job_model" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "intent_age" ON "intent" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "model_file_name_shared" ON "model" USING btree ("kind","file_name") WHERE tenant_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "model_file_name_own" ON "model" USING btree ("tenant_id","kind","file_name") WHERE tenant_id is not null;--> statement-breakpoint
CREATE INDEX "model_clearance_show" ON "model_clearance" USING btree ("show_id");--> statement-breakpoint
CREATE INDEX "outbox_age" ON "outbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "show_member_member" ON "show_member" USING btree ("member_id");--> statement-breakpoint
CREATE POLICY "tenant" ON "asset" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "demand" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "demand" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "everybody" ON "image" AS PERMISSIVE FOR SELECT TO "pegbar_app" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "image" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "input" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "attempt" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "attempt" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "job" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "job" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "job_event" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "job_input" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "job_model" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "checkpoint" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "checkpoint" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "intent" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "intent" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "leaf" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "leaf" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "log" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "log" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "tree_node" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "tree_node" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "member" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_identity_all" ON "member" AS PERMISSIVE FOR ALL TO "pegbar_identity" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "model" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "model" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shared" ON "model" AS PERMISSIVE FOR SELECT TO "pegbar_app", "pegbar_dispatch" USING (tenant_id is null);--> statement-breakpoint
CREATE POLICY "tenant" ON "model_clearance" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "outbox" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "outbox" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "sequence" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "shot" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "show" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "show_member" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "tenant" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch" USING (id = (select app.tenant())) WITH CHECK (id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_identity_select" ON "tenant" AS PERMISSIVE FOR SELECT TO "pegbar_identity" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "workflow" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "workflow_version" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));