CREATE TABLE "worker" (
	"id" text PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"state" text NOT NULL,
	"gpu" text NOT NULL,
	"vram_bytes" bigint NOT NULL,
	"comfyui_version" text NOT NULL,
	"image_digest" text NOT NULL,
	"object_info_digest" text NOT NULL,
	"nodes" integer NOT NULL,
	"models" jsonb NOT NULL,
	"loaded_models" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"unfit" text,
	"restarts" integer DEFAULT 0 NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "worker" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "duration_ms" bigint;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "frames" integer;--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "swept" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "worker_seen" ON "worker" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "attempt_unswept" ON "attempt" USING btree ("ended_at") WHERE not swept and state <> 'running';--> statement-breakpoint
CREATE POLICY "platform_pegbar_dispatch_all" ON "worker" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "worker" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);