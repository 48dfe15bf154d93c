-- What a class of the fleet costs until the operator says otherwise: on-demand list prices, in millionths of a dollar.
INSERT INTO fleet (class, instance, micros_per_hour) VALUES
  ('light', 'g6.xlarge', 804800), ('heavy', 'g6e.2xlarge', 2242080), ('xl', 'g6e.8xlarge', 4528560);
--> statement-breakpoint
-- Studios, shows and people that are there already get their rows; the owner may see them for that moment alone.
ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE show NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE member NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE job SET month = to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM');
--> statement-breakpoint
INSERT INTO share (tenant_id) SELECT id FROM tenant;
--> statement-breakpoint
INSERT INTO quota (subject_id, tenant_id, scope, running, waiting)
SELECT s.id, s.tenant_id, s.scope::quota_scope,
  (SELECT count(*) FROM job WHERE state = 'running' AND s.id IN (job.tenant_id, job.show_id, job.member_id)),
  (SELECT count(*) FROM job WHERE state IN ('queued', 'held') AND s.id IN (job.tenant_id, job.show_id, job.member_id))
FROM (
  SELECT id, id AS tenant_id, 'tenant' AS scope FROM tenant
  UNION ALL SELECT id, tenant_id, 'show' FROM show
  UNION ALL SELECT id, tenant_id, 'member' FROM member
) AS s;
--> statement-breakpoint
INSERT INTO quota_month (subject_id, month, tenant_id)
SELECT DISTINCT q.subject_id, job.month, q.tenant_id FROM quota AS q
JOIN job ON job.state IN ('queued', 'held', 'running') AND q.subject_id IN (job.tenant_id, job.show_id, job.member_id);
--> statement-breakpoint
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t.relname);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE ALL ON audit, share, fleet, repair_count, notice, operator, quota, quota_month, usage FROM PUBLIC;
--> statement-breakpoint
-- Grants say who may; this says that nobody may, the owner included.
CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
--> statement-breakpoint
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON usage FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON usage FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
--> statement-breakpoint
GRANT SELECT, INSERT ON audit, quota_month, notice, share TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON quota TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE ON quota_month TO pegbar_app;
--> statement-breakpoint
GRANT SELECT ON fleet, usage TO pegbar_app;
--> statement-breakpoint
-- A cancelled job gives back the share that its claim took; nobody but the operator sets a weight.
GRANT UPDATE (recent_ms, as_of, passed_over) ON share TO pegbar_app;
--> statement-breakpoint
GRANT UPDATE ON demand TO pegbar_app;
--> statement-breakpoint
GRANT SELECT, UPDATE ON quota, share TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON quota_month, repair_count TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT, INSERT ON usage, notice TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT ON fleet TO pegbar_dispatch;
--> statement-breakpoint
GRANT UPDATE (workers, running, waiting, held, waiting_tenants, mean_ms) ON fleet TO pegbar_dispatch;
--> statement-breakpoint
GRANT DELETE ON demand TO pegbar_dispatch;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON operator TO pegbar_identity;
--> statement-breakpoint
-- pegbar_operator: studios, their numbers, the fleet; no job, no picture, no prompt. What it changes of a studio it does
-- as that studio, through the application's role.
GRANT USAGE ON SCHEMA app TO pegbar_operator;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.tenant() TO pegbar_operator;
--> statement-breakpoint
GRANT SELECT ON tenant, quota, quota_month, share, operator, repair_count TO pegbar_operator;
--> statement-breakpoint
GRANT UPDATE (weight) ON share TO pegbar_operator;
--> statement-breakpoint
GRANT SELECT, UPDATE ON fleet TO pegbar_operator;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON model TO pegbar_operator;
--> statement-breakpoint
GRANT SELECT, INSERT ON audit TO pegbar_operator;
