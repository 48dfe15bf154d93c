ALTER TYPE "public"."input_status" ADD VALUE 'erased';--> statement-breakpoint
CREATE TABLE "erasure" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"kinds" text[] NOT NULL,
	"reason" text NOT NULL,
	"created_by" text NOT NULL,
	"erased_ids" text[] NOT NULL,
	"values" integer NOT NULL,
	"records" integer NOT NULL,
	"jobs" integer NOT NULL,
	"inputs" integer NOT NULL,
	"keys" text[] NOT NULL,
	"keys_until" timestamp (3) with time zone NOT NULL,
	"transaction" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL,
	"done_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "erasure" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "actor_name" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasure" ADD CONSTRAINT "erasure_created_by_member_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "erasure_tenant" ON "erasure" USING btree ("tenant_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE POLICY "operators_own" ON "disclosure" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (subject_id like 'opr\_%');--> statement-breakpoint
CREATE POLICY "operators_own" ON "subject_key" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (subject_id like 'opr\_%');--> statement-breakpoint
CREATE POLICY "tenant" ON "erasure" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "erasure" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);