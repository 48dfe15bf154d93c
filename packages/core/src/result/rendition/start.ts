import { eq, sql } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { rendition } from "../../schema/rendition.sql.ts";

/**
 * Starts the renditions whose frames have all ended, whether with a result or not. Runs as the dispatch role, as often as it
 * likes.
 * @returns how many
 */
export async function startRenditions(): Promise<number> {
  const tenants = await Database.tx((tx) =>
    tx.selectDistinct({ id: rendition.tenantId }).from(rendition).where(eq(rendition.state, "waiting")),
  );
  let started = 0;
  for (const { id: tenantId } of tenants)
    started += await Database.tx((tx) => Database.runForTenant(tenantId, "reconciler", () => startOf(tx, tenantId)));
  return started;
}

async function startOf(tx: Database.Tx, tenantId: string): Promise<number> {
  const ready = await tx.execute<{ id: string }>(sql`
    update rendition set state = 'pending', reason = null, attempts = 0
    from version
    where rendition.tenant_id = ${tenantId} and rendition.state = 'waiting' and version.id = rendition.version_id
      and not exists (
        select from job where job.batch_id = version.batch_id and job.step = version.step
          and job.variant = version.variant and job.state in ('queued', 'held', 'running'))
    returning rendition.id`);
  if (ready.length > 0)
    await Outbox.enqueueEffects(
      tx,
      ready.map(({ id }) => createTask(tenantId, id)),
    );
  return ready.length;
}

/** The task that makes a rendition. */
export const createTask = (tenantId: string, renditionId: string): Outbox.Effect => ({
  to: "media",
  task: { task: "make-rendition", tenantId, renditionId },
});
