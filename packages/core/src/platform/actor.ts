/** Who acts. Set once by the transport after authentication; every rule and every query reads it from the context. */
export type Actor =
  | { type: "public" }
  | {
      type: "member";
      tenantId: string;
      memberId: string;
      role: Role;
      email: string;
      name: string;
      /** Set when an API token acts for the member. */
      token?: TokenScope;
    }
  /** A person who runs the platform; belongs to no tenant. */
  | { type: "operator"; operatorId: string; email: string; name: string }
  /** A part of the platform that works for one tenant (media, seeds), or an operator who does. */
  | { type: "system"; tenantId: string; name: string; by?: Person }
  /** A part of the platform that works for all (claims, repair, sequencer): only roles with policies of their own. */
  | { type: "platform"; name: string };

/** What an API token is limited to; null for whatever its member may do and reach. */
export interface TokenScope {
  id: string;
  verbs: readonly string[] | null;
  showIds: readonly string[] | null;
}

/** Who answers for an act, in the audit trail. */
export interface Person {
  type: "member" | "operator" | "system";
  id: string;
  name: string;
}

/** What a member is in a studio. */
export const roles = ["artist", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];
