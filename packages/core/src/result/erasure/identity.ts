import { eq, sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { describeCancel, describeHold } from "../../job/by.ts";
import { member } from "../../schema/member.sql.ts";

/** Who a member is called once nobody may know. */
const ERASED_NAME = "Erased";

/** Takes from a member name, e-mail and identity, and the name from what was written of it elsewhere. */
export async function eraseIdentity(tx: Database.Tx, memberId: string): Promise<void> {
  const now = Context.ports().clock.now();
  await tx
    .update(member)
    // An address of a domain that never exists, so that it stays one of a kind.
    .set({ name: ERASED_NAME, email: `${memberId}@erased.invalid`, issuer: null, subject: null, erasedAt: now })
    .where(eq(member.id, memberId));
  await tx.execute(sql`
    update api_token set name = '', revoked_at = coalesce(revoked_at, ${now.toISOString()}::timestamptz)
    where member_id = ${memberId} or created_by = ${memberId}`);
  await removeNames(tx, memberId);
}

/** Reasons and events that name who acted, under whatever name that was. */
async function removeNames(tx: Database.Tx, memberId: string): Promise<void> {
  const tenantId = Context.tenantId();
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
