-- A studio's model that was refused must not keep the name of a shared one. Announced ones are given up after a week;
-- revoked ones stay, since records name them, and no longer stand before the shared one.
ALTER TABLE model NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE model_clearance NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE job_model NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DELETE FROM model_clearance c USING model own, model shared
  WHERE c.model_id = own.id AND own.tenant_id IS NOT NULL AND own.status = 'refused'
    AND shared.tenant_id IS NULL AND shared.kind = own.kind AND shared.file_name = own.file_name
    AND NOT EXISTS (SELECT FROM job_model j WHERE j.model_id = own.id);
--> statement-breakpoint
DELETE FROM model own USING model shared
  WHERE own.tenant_id IS NOT NULL AND own.status = 'refused'
    AND shared.tenant_id IS NULL AND shared.kind = own.kind AND shared.file_name = own.file_name
    AND NOT EXISTS (SELECT FROM job_model j WHERE j.model_id = own.id);
--> statement-breakpoint
ALTER TABLE job_model FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE model_clearance FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE model FORCE ROW LEVEL SECURITY;
