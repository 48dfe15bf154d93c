-- Not even the owner sees a row without a policy.
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t.relname);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
--> statement-breakpoint
-- pegbar_identity: people and studios alone.
GRANT SELECT ON tenant, member TO pegbar_identity;
--> statement-breakpoint
GRANT UPDATE (issuer, subject, status) ON member TO pegbar_identity;
--> statement-breakpoint
-- pegbar_app: what the API does for one tenant.
GRANT SELECT ON tenant, member, show, show_member, sequence, shot, model, model_clearance, image, workflow,
  workflow_version, input, job, job_input, job_model, attempt, job_event, demand, outbox, asset, intent, log, leaf,
  tree_node, checkpoint TO pegbar_app;
--> statement-breakpoint
GRANT INSERT ON tenant, member, show, show_member, sequence, shot, model, model_clearance, workflow, workflow_version,
  input, job, job_input, job_model, job_event, demand, outbox, intent TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE ON tenant, member, show, sequence, shot, model, workflow, input, job TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE (width, height, thumbnail_key) ON asset TO pegbar_app;
--> statement-breakpoint
GRANT DELETE ON input, outbox, show_member, model_clearance TO pegbar_app;
--> statement-breakpoint
-- pegbar_dispatch: the Work API, the relay and the repair run.
GRANT SELECT ON tenant, member, show, sequence, shot, model, image, workflow, workflow_version, input, job, job_input,
  job_model, attempt, job_event, demand, outbox, asset, intent TO pegbar_dispatch;
--> statement-breakpoint
GRANT INSERT ON image, model, attempt, job_event, demand, outbox, asset, intent TO pegbar_dispatch;
--> statement-breakpoint
GRANT UPDATE ON image, model, job, attempt, demand TO pegbar_dispatch;
--> statement-breakpoint
-- A row lock on the shot makes versions consecutive; locking needs the right to update one column.
GRANT UPDATE (created_at) ON shot TO pegbar_dispatch;
--> statement-breakpoint
GRANT DELETE ON outbox TO pegbar_dispatch;
--> statement-breakpoint
-- pegbar_sequencer: the only writer of the log. Nobody may change or remove a leaf.
GRANT SELECT, DELETE ON intent TO pegbar_sequencer;
--> statement-breakpoint
GRANT SELECT, INSERT ON log, leaf, tree_node, checkpoint TO pegbar_sequencer;
--> statement-breakpoint
GRANT UPDATE (size, root, signed_size) ON log TO pegbar_sequencer;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pegbar_app, pegbar_dispatch;
