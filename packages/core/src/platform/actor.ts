/**
 * The acting person, token or part of the platform. The transport sets it after authentication; rules and queries read
 * it from the context.
 */
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
  /** A part of the platform that works for one tenant (media, seeds), or an operator who acts for it. */
  | { type: "system"; tenantId: string; name: string; by?: Person }
  /**
   * A part of the platform that works for all tenants (claims, reconciler, sequencer), with a database role that has
   * its own policies.
   */
  | { type: "platform"; name: string };

/** Limits of an API token; null for no limit beyond those of its member. */
export interface TokenScope {
  id: string;
  verbs: readonly string[] | null;
  showIds: readonly string[] | null;
  /** Shot of jobs that name none, in the Comfy API; null without a default. */
  shotId: string | null;
}

/** The person or system that the audit trail names. */
export interface Person {
  type: "member" | "operator" | "system";
  id: string;
  name: string;
}

/** Roles of a member in a studio. */
export const roles = ["artist", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];
