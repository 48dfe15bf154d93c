import type { Actor } from "@pegbar/core/actor.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import type { Known } from "./known.ts";

/** The token of an Authorization header. */
export const bearerIn = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? "")?.[1];

/** What an operator who is also a member of studios sends as `Pegbar-Tenant` to act as operator. */
const PLATFORM = "platform";

/** As whom somebody acts, who may be several: `wanted` is the header Pegbar-Tenant. Throws when that is not clear. */
export function choose({ memberships, operator }: Known, wanted: string | undefined): Actor {
  const asOperator = operator && (wanted === PLATFORM || (wanted === undefined && memberships.length === 0));
  if (asOperator) return { type: "operator", operatorId: operator.id, email: operator.email, name: operator.name };
  const fitting =
    wanted === undefined ? memberships : memberships.filter((one) => one.tenant === wanted || one.tenantId === wanted);
  const [first, second] = fitting;
  if (!first)
    throw new VisibleError("forbidden", "You are a member of no studio here. Ask its admin for an invitation.");
  if (second) {
    const names = fitting.map(({ tenant }) => tenant).join(", ");
    throw new VisibleError("tenant_ambiguous", `Say which studio you mean with the header Pegbar-Tenant: ${names}.`);
  }
  const { tenant: _tenant, ...member } = first;
  return { type: "member", ...member };
}
