import { eq } from "drizzle-orm";
import type { Actor, Person } from "../actor.ts";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import { member } from "../../schema/member.sql.ts";
import type { User } from "./event.ts";

/** The acting person or system, as records and the audit trail name them. */
export function getActingUser(actor: Actor = Context.getActor()): User & Pick<Person, "type"> {
  if (actor.type === "member") return { type: "member", id: actor.memberId, name: actor.name, email: actor.email };
  if (actor.type === "operator")
    return { type: "operator", id: actor.operatorId, name: actor.name, email: actor.email };
  if (actor.type === "system")
    return { email: "", ...(actor.by ?? { type: "system", id: actor.name, name: actor.name }) };
  throw new Error("a platform actor has no user");
}

/** The same without its type, which records do not contain. */
export const recordUser = ({ id, name, email }: User = getActingUser()): User => ({ id, name, email });

/** A member as records name them; without a member id, the acting user. */
export async function readUser(tx: Database.Tx, memberId: string | null): Promise<User> {
  if (memberId === null) return recordUser();
  const [found] = await tx
    .select({ id: member.id, name: member.name, email: member.email })
    .from(member)
    .where(eq(member.id, memberId));
  return found ?? recordUser();
}
