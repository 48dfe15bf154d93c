ALTER TABLE removal FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON removal FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: leaves objects to the janitor, and does not look after them.
GRANT INSERT ON removal TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: the janitor.
GRANT SELECT, DELETE ON removal TO pegbar_dispatch;
