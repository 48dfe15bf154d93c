ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON erasure FROM PUBLIC;
--> statement-breakpoint
-- The values of these columns must not be repeated in the planner's statistics, which nobody erases.
ALTER TABLE member ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN email SET STATISTICS 0,
  ALTER COLUMN subject SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE api_token ALTER COLUMN name SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE input ALTER COLUMN sha256 SET STATISTICS 0, ALTER COLUMN filename SET STATISTICS 0,
  ALTER COLUMN placeholder SET STATISTICS 0, ALTER COLUMN refusal SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE job ALTER COLUMN graph SET STATISTICS 0, ALTER COLUMN parameters SET STATISTICS 0,
  ALTER COLUMN reason SET STATISTICS 0, ALTER COLUMN failure SET STATISTICS 0,
  ALTER COLUMN request_sha256 SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE attempt ALTER COLUMN failure SET STATISTICS 0, ALTER COLUMN reason SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE job_event ALTER COLUMN data SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE webhook_delivery ALTER COLUMN payload SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE idempotency ALTER COLUMN request_sha256 SET STATISTICS 0, ALTER COLUMN sealed_answer SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE subject_key ALTER COLUMN key SET STATISTICS 0;
--> statement-breakpoint
ALTER TABLE disclosure ALTER COLUMN value SET STATISTICS 0;
--> statement-breakpoint
-- What a studio's entries of the audit trail say of people lies beside its log now: out of the rows that nobody changes.
ALTER TABLE audit NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE disclosure NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit DISABLE TRIGGER written_once;
--> statement-breakpoint
UPDATE audit SET actor_name = NULL, before = NULL, after = NULL
WHERE EXISTS (
  SELECT FROM disclosure d WHERE d.tenant_id = audit.tenant_id AND d.event_id = audit.id AND d.field = '/change');
--> statement-breakpoint
ALTER TABLE audit ENABLE TRIGGER written_once;
--> statement-breakpoint
ALTER TABLE disclosure FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- pegbar_app: an admin erases.
GRANT SELECT, INSERT ON erasure TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (failure, reason) ON attempt TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (data) ON job_event TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (payload) ON webhook_delivery TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (name) ON api_token TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (request_sha256) ON idempotency TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: the janitor removes objects, and writes tables anew without seeing them.
GRANT SELECT, UPDATE (done_at, keys) ON erasure TO pegbar_dispatch;
--> statement-breakpoint
GRANT MAINTAIN ON member, api_token, input, job, attempt, job_event, webhook_delivery, idempotency, subject_key,
  disclosure TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_operator: what is told of operators.
GRANT SELECT ON subject_key, disclosure TO pegbar_operator;
