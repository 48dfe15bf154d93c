ALTER TABLE webhook FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE webhook_secret FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
REVOKE ALL ON webhook, webhook_secret, webhook_delivery FROM PUBLIC;
--> statement-breakpoint
-- pegbar_app: makes them, changes them, and leaves deliveries of what a studio's people did.
GRANT SELECT, INSERT, DELETE ON webhook, webhook_secret TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (url, description, events, state, reason) ON webhook TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (expires_at) ON webhook_secret TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON webhook_delivery TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (state, tries, since, next_attempt_at, taken_until) ON webhook_delivery TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: leaves deliveries of how jobs ended; reads no secret.
GRANT SELECT ON webhook TO pegbar_dispatch;
--> statement-breakpoint
GRANT INSERT ON webhook_delivery TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_webhook: sends. It talks to strangers, and sees nothing that it does not send.
GRANT SELECT ON webhook, webhook_secret, webhook_delivery TO pegbar_webhook;
--> statement-breakpoint
GRANT UPDATE (state, reason, last_delivered_at) ON webhook TO pegbar_webhook;
--> statement-breakpoint
GRANT UPDATE (state, attempts, tries, next_attempt_at, taken_until) ON webhook_delivery TO pegbar_webhook;
--> statement-breakpoint
-- It tells the other webhooks of a studio that one is disabled.
GRANT INSERT, DELETE ON webhook_delivery TO pegbar_webhook;
--> statement-breakpoint
GRANT INSERT ON notice TO pegbar_webhook;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE job_event_number_seq TO pegbar_webhook;
