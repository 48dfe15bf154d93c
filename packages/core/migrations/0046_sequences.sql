CREATE TABLE "image_sequence" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"pattern" text NOT NULL,
	"manifest_sha256" text NOT NULL,
	"width" integer,
	"height" integer,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "image_sequence_manifest" UNIQUE("tenant_id","manifest_sha256")
);
--> statement-breakpoint
ALTER TABLE "image_sequence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "image_sequence_frame" (
	"tenant_id" text NOT NULL,
	"image_sequence_id" text NOT NULL,
	"frame" integer NOT NULL,
	"input_id" text NOT NULL,
	CONSTRAINT "image_sequence_frame_image_sequence_id_frame_pk" PRIMARY KEY("image_sequence_id","frame")
);
--> statement-breakpoint
ALTER TABLE "image_sequence_frame" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "image_sequence" ADD CONSTRAINT "image_sequence_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_sequence" ADD CONSTRAINT "image_sequence_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_sequence_frame" ADD CONSTRAINT "image_sequence_frame_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_sequence_frame" ADD CONSTRAINT "image_sequence_frame_image_sequence_id_image_sequence_id_fk" FOREIGN KEY ("image_sequence_id") REFERENCES "public"."image_sequence"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image_sequence_frame" ADD CONSTRAINT "image_sequence_frame_input_id_input_id_fk" FOREIGN KEY ("input_id") REFERENCES "public"."input"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "image_sequence_tenant_time" ON "image_sequence" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "image_sequence_frame_input" ON "image_sequence_frame" USING btree ("input_id");--> statement-breakpoint
CREATE POLICY "tenant" ON "image_sequence" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "image_sequence_frame" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
ALTER TABLE image_sequence FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE image_sequence_frame FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON image_sequence, image_sequence_frame FROM PUBLIC;
--> statement-breakpoint
-- As for other values that can be erased: no copies of them in statistics.
ALTER TABLE image_sequence ALTER COLUMN pattern SET STATISTICS 0, ALTER COLUMN manifest_sha256 SET STATISTICS 0;
--> statement-breakpoint
-- pegbar_app: creates sequences, erases their names, and removes erased files from them.
GRANT SELECT, INSERT, UPDATE (pattern, manifest_sha256) ON image_sequence TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON image_sequence_frame TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: the janitor deletes sequences of which no file is left, and rewrites the table after an erasure.
GRANT SELECT, DELETE, MAINTAIN ON image_sequence TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT ON image_sequence_frame TO pegbar_dispatch;
