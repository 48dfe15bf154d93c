ALTER TABLE "input" ADD COLUMN "announced_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "announced_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "input_announced" ON "input" USING btree ("tenant_id","announced_at") WHERE status = 'announced';--> statement-breakpoint
CREATE INDEX "model_announced" ON "model" USING btree ("tenant_id","announced_at") WHERE status = 'announced';