import { eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { describeCancel, describeHold } from "../../job/by.ts";
import { assetMark } from "../../schema/asset-mark.sql.ts";
import { member } from "../../schema/member.sql.ts";

/** Name of a member whose identity was erased. */
const ERASED_NAME = "Erased";

/** Erases a member's name, e-mail and identity, and the name in texts of other tables. */
export async function eraseIdentity(tx: Database.Tx, memberId: string): Promise<void> {
  const now = Context.getPorts().clock.now();
  await tx
    .update(member)
    // Unique, in a domain that never exists.
    .set({ name: ERASED_NAME, email: `${memberId}@erased.invalid`, issuer: null, subject: null, erasedAt: now })
    .where(eq(member.id, memberId));
  await tx.execute(sql`
    update api_token set name = '', revoked_at = coalesce(revoked_at, ${now.toISOString()}::timestamptz)
    where member_id = ${memberId} or created_by = ${memberId}`);
  // Nobody else saw them. Tags stay: they belong to the studio.
  await tx.delete(assetMark).where(eq(assetMark.memberId, memberId));
  await removeNames(tx, memberId);
}

/** Replaces the member's name, and earlier names, in reasons and events. */
async function removeNames(tx: Database.Tx, memberId: string): Promise<void> {
  const tenantId = Context.getTenantId();
  const acts = sql`select job_id from job_event where tenant_id = ${tenantId} and data #>> '{by,id}' = ${memberId}`;
  for (const said of [describeCancel, describeHold]) {
    const [form, fresh] = [said("%"), said(ERASED_NAME)];
    await tx.execute(sql`
      update job set reason = ${fresh} where tenant_id = ${tenantId} and reason like ${form} and id in (${acts})`);
    await tx.execute(sql`
      update webhook_delivery set payload = jsonb_set(payload, '{data,reason}', to_jsonb(${fresh}::text))
      where tenant_id = ${tenantId} and payload #>> '{data,reason}' like ${form}
        and payload #>> '{data,jobId}' in (${acts})`);
    await tx.execute(sql`
      update job_event set data = jsonb_set(data, '{reason}', to_jsonb(${fresh}::text))
      where tenant_id = ${tenantId} and data #>> '{by,id}' = ${memberId} and data ->> 'reason' like ${form}`);
  }
  await tx.execute(sql`
    update job_event set data = jsonb_set(data, '{by,name}', to_jsonb(${ERASED_NAME}::text))
    where tenant_id = ${tenantId} and data #>> '{by,id}' = ${memberId}`);
}
