ALTER TABLE idempotency FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON idempotency FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT ON idempotency TO pegbar_app, pegbar_operator;
--> statement-breakpoint
GRANT UPDATE (sealed_answer) ON idempotency TO pegbar_app, pegbar_operator;
--> statement-breakpoint
GRANT SELECT, DELETE ON idempotency TO pegbar_dispatch;
