CREATE TABLE "component_run" (
	"name" text PRIMARY KEY NOT NULL,
	"ran_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"failing_since" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "component_run" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "fleet" ADD COLUMN "stalled_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "checking_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "input_checking" ON "input" USING btree ("checking_since") WHERE checking_since is not null;--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "fleet" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);--> statement-breakpoint
CREATE POLICY "public_checking" ON "input" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (checking_since is not null);--> statement-breakpoint
CREATE POLICY "own_dispatch" ON "component_run" AS PERMISSIVE FOR ALL TO "pegbar_dispatch" USING (name in ('reconciler', 'janitor')) WITH CHECK (name in ('reconciler', 'janitor'));--> statement-breakpoint
CREATE POLICY "own_sequencer" ON "component_run" AS PERMISSIVE FOR ALL TO "pegbar_sequencer" USING (name in ('sequencer')) WITH CHECK (name in ('sequencer'));--> statement-breakpoint
CREATE POLICY "own_webhook" ON "component_run" AS PERMISSIVE FOR ALL TO "pegbar_webhook" USING (name in ('webhooks')) WITH CHECK (name in ('webhooks'));--> statement-breakpoint
CREATE POLICY "platform_pegbar_public_select" ON "component_run" AS PERMISSIVE FOR SELECT TO "pegbar_public" USING (true);
--> statement-breakpoint
INSERT INTO component_run (name) VALUES ('reconciler'), ('janitor'), ('sequencer'), ('webhooks');
--> statement-breakpoint
ALTER TABLE component_run FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON component_run FROM PUBLIC;
--> statement-breakpoint
-- Nobody adds or removes a component.
GRANT SELECT, UPDATE (ran_at, failing_since) ON component_run TO pegbar_dispatch, pegbar_sequencer, pegbar_webhook;
--> statement-breakpoint
GRANT UPDATE (stalled_since) ON fleet TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_public: what the health check shows. Nothing about a studio: of uploads only since when unchecked ones wait.
GRANT SELECT ON component_run TO pegbar_public;
--> statement-breakpoint
GRANT SELECT (class, starts_workers, stalled_since) ON fleet TO pegbar_public;
--> statement-breakpoint
GRANT SELECT (checking_since) ON input TO pegbar_public;
