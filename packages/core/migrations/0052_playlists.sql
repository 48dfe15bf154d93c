CREATE TYPE "public"."share_picture_state" AS ENUM('ready', 'failed');--> statement-breakpoint
CREATE TABLE "playlist" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"member_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "playlist" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "playlist_entry" (
	"tenant_id" text NOT NULL,
	"playlist_id" text NOT NULL,
	"position" integer NOT NULL,
	"version_id" text NOT NULL,
	CONSTRAINT "playlist_entry_playlist_id_position_pk" PRIMARY KEY("playlist_id","position"),
	CONSTRAINT "playlist_entry_version" UNIQUE("playlist_id","version_id")
);
--> statement-breakpoint
ALTER TABLE "playlist_entry" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "share_link" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"show_id" text NOT NULL,
	"member_id" text NOT NULL,
	"playlist_id" text,
	"title" text NOT NULL,
	"recipient" text NOT NULL,
	"contact" text,
	"watermark" text NOT NULL,
	"sha256" text NOT NULL,
	"hint" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"cleaned_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "share_link_sha256_unique" UNIQUE("sha256")
);
--> statement-breakpoint
ALTER TABLE "share_link" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "share_link_version" (
	"tenant_id" text NOT NULL,
	"share_link_id" text NOT NULL,
	"position" integer NOT NULL,
	"version_id" text NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "share_link_version_share_link_id_position_pk" PRIMARY KEY("share_link_id","position"),
	CONSTRAINT "share_link_version_once" UNIQUE("share_link_id","version_id")
);
--> statement-breakpoint
ALTER TABLE "share_link_version" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "share_picture" (
	"tenant_id" text NOT NULL,
	"share_link_id" text NOT NULL,
	"asset_id" text NOT NULL,
	"state" "share_picture_state" NOT NULL,
	"key" text NOT NULL,
	"width" integer,
	"height" integer,
	"bytes" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "share_picture_share_link_id_asset_id_pk" PRIMARY KEY("share_link_id","asset_id")
);
--> statement-breakpoint
ALTER TABLE "share_picture" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "share_visit" (
	"sha256" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"share_link_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "share_visit" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "playlist" ADD CONSTRAINT "playlist_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playlist" ADD CONSTRAINT "playlist_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playlist" ADD CONSTRAINT "playlist_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playlist_entry" ADD CONSTRAINT "playlist_entry_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playlist_entry" ADD CONSTRAINT "playlist_entry_playlist_id_playlist_id_fk" FOREIGN KEY ("playlist_id") REFERENCES "public"."playlist"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playlist_entry" ADD CONSTRAINT "playlist_entry_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link" ADD CONSTRAINT "share_link_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link" ADD CONSTRAINT "share_link_show_id_show_id_fk" FOREIGN KEY ("show_id") REFERENCES "public"."show"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link" ADD CONSTRAINT "share_link_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link" ADD CONSTRAINT "share_link_playlist_id_playlist_id_fk" FOREIGN KEY ("playlist_id") REFERENCES "public"."playlist"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link_version" ADD CONSTRAINT "share_link_version_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link_version" ADD CONSTRAINT "share_link_version_share_link_id_share_link_id_fk" FOREIGN KEY ("share_link_id") REFERENCES "public"."share_link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_link_version" ADD CONSTRAINT "share_link_version_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_picture" ADD CONSTRAINT "share_picture_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_picture" ADD CONSTRAINT "share_picture_share_link_id_share_link_id_fk" FOREIGN KEY ("share_link_id") REFERENCES "public"."share_link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_picture" ADD CONSTRAINT "share_picture_asset_id_asset_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."asset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_visit" ADD CONSTRAINT "share_visit_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_visit" ADD CONSTRAINT "share_visit_share_link_id_share_link_id_fk" FOREIGN KEY ("share_link_id") REFERENCES "public"."share_link"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "playlist_tenant_time" ON "playlist" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "playlist_show_time" ON "playlist" USING btree ("show_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "playlist_entry_of_version" ON "playlist_entry" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "share_link_tenant_time" ON "share_link" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "share_link_playlist" ON "share_link" USING btree ("playlist_id");--> statement-breakpoint
CREATE INDEX "share_link_version_of" ON "share_link_version" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "share_picture_asset" ON "share_picture" USING btree ("asset_id");--> statement-breakpoint
CREATE INDEX "share_visit_link" ON "share_visit" USING btree ("share_link_id","created_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "playlist" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "playlist_entry" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "share_link" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_identity_select" ON "share_link" AS PERMISSIVE FOR SELECT TO "pegbar_identity" USING (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "share_link" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "tenant" ON "share_link_version" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "share_picture" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "tenant" ON "share_visit" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
-- Written by hand from here on: grants.
ALTER TABLE playlist FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE playlist_entry FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE share_link FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE share_link_version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE share_picture FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE share_visit FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON playlist, playlist_entry, share_link, share_link_version, share_picture, share_visit FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: edits playlists, creates and revokes links, makes their pictures, and counts visits. What a link shows never changes.
GRANT SELECT, INSERT, UPDATE (name), DELETE ON playlist TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON playlist_entry TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (revoked_at, cleaned_at) ON share_link TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (queued_at) ON share_link_version TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON share_picture TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON share_visit TO pegbar_app;
--> statement-breakpoint
-- pegbar_identity: finds the studio and the creator of a secret, and nothing that the link shows.
GRANT SELECT (id, tenant_id, member_id, sha256) ON share_link TO pegbar_identity;
--> statement-breakpoint
-- pegbar_dispatch: the janitor removes the pictures of links that have ended.
GRANT SELECT, UPDATE (cleaned_at) ON share_link TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT, DELETE ON share_picture TO pegbar_dispatch;
