import type { Actor } from "@pegbar/core/platform/actor.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Known } from "./known.ts";

/** Parses the token of an Authorization header. */
export const parseBearer = (header: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? "")?.[1];

/** Value of `Pegbar-Tenant` with which an operator acts as operator; this is also the default. */
const PLATFORM = "platform";

const isFor = (wanted: string) => (one: { tenant: string; tenantId: string }) =>
  one.tenant === wanted || one.tenantId === wanted;

/**
 * Chooses the membership or role that a person acts with. `wanted` is the header Pegbar-Tenant; without it an operator
 * acts as operator, and a person in several studios in their default studio.
 * @throws forbidden, invitation_pending, tenant_ambiguous
 */
export function choose(known: Known, wanted: string | undefined): Actor {
  const { memberships, operator } = known;
  if (operator && (wanted === undefined || wanted === PLATFORM))
    return { type: "operator", operatorId: operator.id, email: operator.email, name: operator.name };
  const fitting = wanted === undefined ? filterDefault(memberships) : memberships.filter(isFor(wanted));
  const [first, second] = fitting;
  if (!first) throw createNoMembershipError(known, wanted);
  if (second) {
    const names = fitting.map(({ tenant }) => tenant).join(", ");
    throw new VisibleError(
      "tenant_ambiguous",
      `Choose your default studio (PUT /v1/me/default-tenant), or send the header Pegbar-Tenant with one of: ${names}.`,
    );
  }
  const { memberId, tenantId, role, email, name, token } = first;
  return { type: "member", memberId, tenantId, role, email, name, ...(token ? { token } : {}) };
}

/** Whether reading the memberships again could find the requested tenant. */
export const isMissing = ({ memberships }: Known, wanted: string | undefined): boolean =>
  wanted !== undefined && wanted !== PLATFORM && !memberships.some(isFor(wanted));

function filterDefault(memberships: Known["memberships"]): Known["memberships"] {
  const chosen = memberships.filter(({ isDefault }) => isDefault);
  return chosen.length > 0 ? chosen : memberships;
}

function createNoMembershipError(
  { memberships, invitations, operator }: Known,
  wanted: string | undefined,
): VisibleError {
  const [invitation] = wanted === undefined ? invitations : invitations.filter(isFor(wanted));
  if (invitation)
    return new VisibleError(
      "invitation_pending",
      `You are invited to ${invitation.tenantName}. Accept the invitation in the portal, or with: pegbar invitations accept ${invitation.tenant}`,
    );
  if (wanted !== undefined && (memberships.length > 0 || operator)) {
    const names = memberships.map(({ tenant }) => tenant).join(", ") || "none";
    return new VisibleError(
      "forbidden",
      `You are not a member of the studio that Pegbar-Tenant names. Your studios: ${names}.`,
    );
  }
  return new VisibleError(
    "forbidden",
    "You are not a member of any studio. Ask your studio's admin for an invitation.",
  );
}
