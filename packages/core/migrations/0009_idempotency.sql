CREATE TABLE "idempotency" (
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"tenant_id" text,
	"request_sha256" text NOT NULL,
	"sealed_answer" "bytea",
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_actor_id_key_pk" PRIMARY KEY("actor_id","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_age" ON "idempotency" USING btree ("created_at");--> statement-breakpoint
CREATE POLICY "tenant" ON "idempotency" AS PERMISSIVE FOR ALL TO "pegbar_app", "pegbar_dispatch", "pegbar_sequencer" USING (tenant_id = (select app.tenant())) WITH CHECK (tenant_id = (select app.tenant()));--> statement-breakpoint
CREATE POLICY "operator" ON "idempotency" AS PERMISSIVE FOR ALL TO "pegbar_operator" USING (tenant_id is null) WITH CHECK (tenant_id is null);--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "idempotency" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);