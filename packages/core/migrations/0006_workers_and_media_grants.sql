ALTER TABLE worker FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON worker FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON worker TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT ON worker TO pegbar_operator;
--> statement-breakpoint
GRANT UPDATE (duration_ms, frames) ON asset TO pegbar_app;
