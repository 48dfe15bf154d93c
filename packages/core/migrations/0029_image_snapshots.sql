ALTER TABLE "image" ADD COLUMN "custom_nodes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "image" ADD COLUMN "image_digest" text;--> statement-breakpoint
ALTER TABLE "image" ADD COLUMN "registered_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE POLICY "platform_pegbar_operator_select" ON "image" AS PERMISSIVE FOR SELECT TO "pegbar_operator" USING (true);