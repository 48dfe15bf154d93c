import { and, eq } from "drizzle-orm";
import type { Role } from "../actor.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { showMember } from "../show/show.sql.ts";
import { notFound } from "../error.ts";
import * as Id from "../id.ts";
import { open } from "../quota/open.ts";
import { member } from "./member.sql.ts";

/** A member that is nobody: jobs and records name it. The address can receive nothing, and nobody signs in with it. */
export const createService = (name: string, tokenId: string, role: Role) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .insert(member)
      .values({
        id: Id.create("member"),
        tenantId: Context.tenantId(),
        email: `${tokenId.toLowerCase()}@token.invalid`,
        name,
        role,
        status: "active",
        service: true,
      })
      .returning({ id: member.id });
    if (!row) throw notFound("token", tokenId);
    await open(tx, "member", row.id);
    return row.id;
  });

/** Ends a service member; its name stays on the work. */
export const endService = (id: string) =>
  Database.tx(async (tx) => {
    await tx.delete(showMember).where(eq(showMember.memberId, id));
    await tx
      .update(member)
      .set({ status: "left" })
      .where(and(eq(member.id, id), eq(member.service, true)));
  });
