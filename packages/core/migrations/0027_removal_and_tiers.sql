CREATE TYPE "public"."tier" AS ENUM('starter', 'studio', 'house');--> statement-breakpoint
CREATE TABLE "removal" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "removal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "tier" "tier" DEFAULT 'studio' NOT NULL;--> statement-breakpoint
ALTER TABLE "removal" ADD CONSTRAINT "removal_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "removal_age" ON "removal" USING btree ("created_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "removal" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "removal" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);