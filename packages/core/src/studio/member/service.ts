import { and, eq } from "drizzle-orm";
import type { Role } from "../../platform/actor.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { showMember } from "../../schema/show.sql.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import * as Id from "../../platform/id.ts";
import { createQuota } from "../quota/create.ts";
import { member } from "../../schema/member.sql.ts";

/**
 * Creates a member without a person, which jobs and records name. Its address receives no mail, and nobody can sign in
 * with it.
 */
export const createService = (name: string, tokenId: string, role: Role) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .insert(member)
      .values({
        id: Id.create("member"),
        tenantId: Context.getTenantId(),
        email: `${tokenId.toLowerCase()}@token.invalid`,
        name,
        role,
        status: "active",
        service: true,
      })
      .returning({ id: member.id });
    if (!row) throw createNotFoundError("token", tokenId);
    await createQuota(tx, "member", row.id);
    return row.id;
  });

/** Ends a service member. Its name stays on its work. */
export const endService = (id: string) =>
  Database.tx(async (tx) => {
    await tx.delete(showMember).where(eq(showMember.memberId, id));
    await tx
      .update(member)
      .set({ status: "left" })
      .where(and(eq(member.id, id), eq(member.service, true)));
  });
