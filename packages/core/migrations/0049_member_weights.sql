ALTER TABLE "quota" ADD COLUMN "weight" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota" ADD COLUMN "recent_ms" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quota" ADD COLUMN "recent_at" timestamp (3) with time zone DEFAULT now() NOT NULL;