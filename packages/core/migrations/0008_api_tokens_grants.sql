ALTER TABLE api_token FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON api_token FROM PUBLIC;
--> statement-breakpoint
GRANT SELECT, INSERT ON api_token TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (revoked_at) ON api_token TO pegbar_app;
--> statement-breakpoint
GRANT SELECT ON api_token TO pegbar_identity;
--> statement-breakpoint
GRANT UPDATE (last_used_at) ON api_token TO pegbar_identity;
