ALTER TABLE "job" ADD COLUMN "inputs" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE job NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE workflow_version NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE job SET inputs = known.inputs
FROM (
  SELECT j.id, jsonb_object_agg(i ->> 'name', j.graph -> (i ->> 'node') -> 'inputs' -> (i ->> 'input')) AS inputs
  FROM job j
  JOIN workflow_version v ON v.id = j.workflow_version_id
  CROSS JOIN jsonb_array_elements(v.form -> 'inputs') AS i
  WHERE j.erased_at IS NULL
  GROUP BY j.id
) AS known
WHERE job.id = known.id;
--> statement-breakpoint
ALTER TABLE workflow_version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE job FORCE ROW LEVEL SECURITY;
