ALTER TABLE "attempt" ADD COLUMN "timeline" jsonb;--> statement-breakpoint
ALTER TABLE "job" ADD COLUMN "traceparent" text;--> statement-breakpoint
ALTER TABLE "intent" ADD COLUMN "traceparent" text;