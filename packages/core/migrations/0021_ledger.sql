CREATE TABLE "checkpoint" (
	"log_id" integer NOT NULL,
	"tenant_id" text,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"anchored" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkpoint_log_id_size_pk" PRIMARY KEY("log_id","size")
);
--> statement-breakpoint
ALTER TABLE "checkpoint" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cosignature" (
	"log_id" integer NOT NULL,
	"size" bigint NOT NULL,
	"witness" text NOT NULL,
	"line" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cosignature_log_id_size_witness_pk" PRIMARY KEY("log_id","size","witness")
);
--> statement-breakpoint
ALTER TABLE "cosignature" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "disclosure" (
	"tenant_id" text NOT NULL,
	"event_id" text NOT NULL,
	"field" text NOT NULL,
	"subject_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" "bytea" NOT NULL,
	CONSTRAINT "disclosure_tenant_id_event_id_field_pk" PRIMARY KEY("tenant_id","event_id","field")
);
--> statement-breakpoint
ALTER TABLE "disclosure" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
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
	"log_id" integer NOT NULL,
	"tenant_id" text,
	"position" bigint NOT NULL,
	"event_id" text NOT NULL,
	"content" "bytea" NOT NULL,
	"record" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "leaf_log_id_position_pk" PRIMARY KEY("log_id","position"),
	CONSTRAINT "leaf_event" UNIQUE("log_id","event_id")
);
--> statement-breakpoint
ALTER TABLE "leaf" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "log" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tenant_id" text,
	"origin" text NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"peaks" "bytea" NOT NULL,
	"signed_size" bigint DEFAULT 0 NOT NULL,
	"published_size" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "log_tenant_id_unique" UNIQUE("tenant_id"),
	CONSTRAINT "log_origin_unique" UNIQUE("origin")
);
--> statement-breakpoint
ALTER TABLE "log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shot_chain" (
	"tenant_id" text NOT NULL,
	"shot_id" text NOT NULL,
	"count" bigint NOT NULL,
	"last" "bytea" NOT NULL,
	CONSTRAINT "shot_chain_tenant_id_shot_id_pk" PRIMARY KEY("tenant_id","shot_id")
);
--> statement-breakpoint
ALTER TABLE "shot_chain" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "subject_key" (
	"tenant_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" "bytea" NOT NULL,
	CONSTRAINT "subject_key_tenant_id_subject_id_kind_pk" PRIMARY KEY("tenant_id","subject_id","kind")
);
--> statement-breakpoint
ALTER TABLE "subject_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tile_root" (
	"log_id" integer NOT NULL,
	"tenant_id" text,
	"level" smallint NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "tile_root_log_id_level_position_pk" PRIMARY KEY("log_id","level","position")
);
--> statement-breakpoint
ALTER TABLE "tile_root" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_log_id_log_id_fk" FOREIGN KEY ("log_id") REFERENCES "public"."log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checkpoint" ADD CONSTRAINT "checkpoint_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cosignature" ADD CONSTRAINT "cosignature_log_id_log_id_fk" FOREIGN KEY ("log_id") REFERENCES "public"."log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intent" ADD CONSTRAINT "intent_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leaf" ADD CONSTRAINT "leaf_log_id_log_id_fk" FOREIGN KEY ("log_id") REFERENCES "public"."log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leaf" ADD CONSTRAINT "leaf_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log" ADD CONSTRAINT "log_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shot_chain" ADD CONSTRAINT "shot_chain_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subject_key" ADD CONSTRAINT "subject_key_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tile_root" ADD CONSTRAINT "tile_root_log_id_log_id_fk" FOREIGN KEY ("log_id") REFERENCES "public"."log"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tile_root" ADD CONSTRAINT "tile_root_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disclosure_subject" ON "disclosure" USING btree ("tenant_id","subject_id","kind");--> statement-breakpoint
CREATE INDEX "intent_age" ON "intent" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "log_platform" ON "log" USING btree (("tenant_id" is null)) WHERE tenant_id is null;--> statement-breakpoint
CREATE POLICY "tenant" ON "checkpoint" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "checkpoint" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shared" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "pegbar_app", "pegbar_dispatch" USING (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "checkpoint" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "cosignature" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_app_select" ON "cosignature" AS PERMISSIVE FOR SELECT TO "pegbar_app" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "cosignature" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "disclosure" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "intent" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "intent" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_select" ON "intent" AS PERMISSIVE FOR SELECT TO "pegbar_dispatch" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "leaf" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "leaf" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shared" ON "leaf" AS PERMISSIVE FOR SELECT TO "pegbar_app", "pegbar_dispatch" USING (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "leaf" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "log" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "log" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shared" ON "log" AS PERMISSIVE FOR SELECT TO "pegbar_app", "pegbar_dispatch" USING (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "log" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "shot_chain" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "subject_key" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "tile_root" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_sequencer_all" ON "tile_root" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "shared" ON "tile_root" AS PERMISSIVE FOR SELECT TO "pegbar_app", "pegbar_dispatch" USING (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "tile_root" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);