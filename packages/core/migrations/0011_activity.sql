ALTER TABLE "job_event" ADD COLUMN "transaction" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "transaction" bigint DEFAULT pg_current_xact_id()::text::bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "number" bigint DEFAULT nextval('job_event_number_seq') NOT NULL;--> statement-breakpoint
CREATE INDEX "job_event_activity" ON "job_event" USING btree ("tenant_id","transaction","number");--> statement-breakpoint
CREATE INDEX "notice_activity" ON "notice" USING btree ("tenant_id","transaction","number");