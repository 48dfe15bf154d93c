CREATE TABLE "asset_mark" (
	"tenant_id" text NOT NULL,
	"asset_id" text NOT NULL,
	"member_id" text NOT NULL,
	"flag" text,
	"rating" smallint,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "asset_mark_asset_id_member_id_pk" PRIMARY KEY("asset_id","member_id"),
	CONSTRAINT "asset_mark_flag" CHECK ("asset_mark"."flag" in ('favourite', 'rejected')),
	CONSTRAINT "asset_mark_rating" CHECK ("asset_mark"."rating" between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "asset_mark" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "asset_tag" (
	"tenant_id" text NOT NULL,
	"asset_id" text NOT NULL,
	"tag" text NOT NULL,
	"member_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "asset_tag_asset_id_tag_pk" PRIMARY KEY("asset_id","tag")
);
--> statement-breakpoint
ALTER TABLE "asset_tag" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "asset_mark" ADD CONSTRAINT "asset_mark_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_mark" ADD CONSTRAINT "asset_mark_asset_id_asset_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."asset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_mark" ADD CONSTRAINT "asset_mark_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_tag" ADD CONSTRAINT "asset_tag_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_tag" ADD CONSTRAINT "asset_tag_asset_id_asset_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."asset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_tag" ADD CONSTRAINT "asset_tag_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "asset_mark_member" ON "asset_mark" USING btree ("member_id","asset_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "asset_tag_word" ON "asset_tag" USING btree ("tenant_id","tag","asset_id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "asset_shot_time" ON "asset" USING btree ("shot_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE POLICY "tenant" ON "asset_mark" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "asset_tag" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
-- Written by hand from here on: grants.
ALTER TABLE asset_mark FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE asset_tag FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON asset_mark, asset_tag FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: members mark and tag the results that they see.
GRANT SELECT, INSERT, UPDATE (flag, rating, updated_at), DELETE ON asset_mark TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON asset_tag TO pegbar_app;
