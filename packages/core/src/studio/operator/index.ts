import { and, eq, isNull } from "drizzle-orm";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import type { Identity } from "../member/index.ts";
import { operator } from "../../schema/operator.sql.ts";

/**
 * The operator with an identity, if there is one; bound at the first sign-in with a verified e-mail. Runs as the
 * identity role.
 */
export async function findOperator({ issuer, subject, verifiedEmail }: Identity) {
  return Database.tx(async (tx) => {
    const bound = and(eq(operator.issuer, issuer), eq(operator.subject, subject));
    const [known] = await tx.select().from(operator).where(bound);
    if (known || verifiedEmail === undefined) return known;
    const [found] = await tx
      .update(operator)
      .set({ issuer, subject })
      .where(and(eq(operator.email, verifiedEmail.toLowerCase()), isNull(operator.subject)))
      .returning();
    return found;
  });
}

/**
 * Adds an operator, or renames one and unbinds their identity, so that they sign in by e-mail again. Runs as the
 * identity role.
 */
export const ensure = ({ email, name }: { email: string; name: string }) =>
  Database.tx((tx) =>
    tx
      .insert(operator)
      .values({ id: Id.create("operator"), email: email.toLowerCase(), name })
      .onConflictDoUpdate({ target: operator.email, set: { name, issuer: null, subject: null } }),
  );
