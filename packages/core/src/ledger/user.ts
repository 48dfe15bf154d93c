import { eq } from "drizzle-orm";
import type { Actor, Person } from "../actor.ts";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import { member } from "../member/member.sql.ts";
import type { User } from "./record/index.ts";

/** Who answers for what happens now, as records and the audit trail name them. */
export function acting(actor: Actor = Context.actor()): User & Pick<Person, "type"> {
  if (actor.type === "member") return { type: "member", id: actor.memberId, name: actor.name, email: actor.email };
  if (actor.type === "operator")
    return { type: "operator", id: actor.operatorId, name: actor.name, email: actor.email };
  if (actor.type === "system")
    return { email: "", ...(actor.by ?? { type: "system", id: actor.name, name: actor.name }) };
  throw new Error("nobody answers for this act");
}

/** The same without what the record has no place for. */
export const user = ({ id, name, email }: User = acting()): User => ({ id, name, email });

/** A member as records name them; whoever acts now where there is none. */
export async function memberAsUser(tx: Database.Tx, memberId: string | null): Promise<User> {
  if (memberId === null) return user();
  const [found] = await tx
    .select({ id: member.id, name: member.name, email: member.email })
    .from(member)
    .where(eq(member.id, memberId));
  return found ?? user();
}
