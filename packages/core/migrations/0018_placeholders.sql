ALTER TABLE "asset" ADD COLUMN "placeholder" text;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "placeholder" text;