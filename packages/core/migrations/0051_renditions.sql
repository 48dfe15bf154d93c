CREATE TYPE "public"."rendition_kind" AS ENUM('movie', 'contactSheet');--> statement-breakpoint
CREATE TYPE "public"."rendition_state" AS ENUM('waiting', 'pending', 'ready', 'failed');--> statement-breakpoint
CREATE TABLE "rendition" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"version_id" text NOT NULL,
	"member_id" text,
	"automatic" boolean NOT NULL,
	"kind" "rendition_kind" NOT NULL,
	"format" text NOT NULL,
	"burn_in" boolean NOT NULL,
	"frame_rate" text,
	"state" "rendition_state" NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"frames_sha256" text,
	"key" text,
	"sha256" text,
	"bytes" bigint,
	"width" integer,
	"height" integer,
	"frames" integer,
	"missing" integer[],
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "rendition_key_unique" UNIQUE("key"),
	CONSTRAINT "rendition_options" UNIQUE NULLS NOT DISTINCT("version_id","kind","format","burn_in","frame_rate")
);
--> statement-breakpoint
ALTER TABLE "rendition" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "show" ADD COLUMN "frame_rate" text DEFAULT '24' NOT NULL;--> statement-breakpoint
ALTER TABLE "rendition" ADD CONSTRAINT "rendition_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rendition" ADD CONSTRAINT "rendition_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rendition" ADD CONSTRAINT "rendition_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rendition_waiting" ON "rendition" USING btree ("tenant_id") WHERE state = 'waiting';--> statement-breakpoint
CREATE POLICY "tenant" ON "rendition" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "rendition" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
ALTER TABLE rendition FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON rendition FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: people ask for renditions, batches that reuse results expect them, the media function makes them.
GRANT SELECT, INSERT, UPDATE ON rendition TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: results of batches expect renditions, and the reconciler starts them.
GRANT SELECT, INSERT, UPDATE (state, reason, attempts) ON rendition TO pegbar_dispatch;
