ALTER TABLE "asset" ADD COLUMN "credentialed_key" text;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "credentialed_sha256" text;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "credentialed_bytes" bigint;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "credentials" jsonb;--> statement-breakpoint
CREATE INDEX "asset_credentialed_sha256" ON "asset" USING btree ("tenant_id","credentialed_sha256");--> statement-breakpoint
ALTER TABLE "asset" ADD CONSTRAINT "asset_credentialed_key_unique" UNIQUE("credentialed_key");