/** Who acts. Set once by the transport after authentication; every rule and every query reads it from the context. */
export type Actor =
  | { type: "public" }
  | { type: "member"; tenantId: string; memberId: string; role: Role; email: string }
  /** A part of the platform that works for one tenant (media, seeds). */
  | { type: "system"; tenantId: string; name: string }
  /** A part of the platform that works for all (claims, repair, sequencer): only roles with policies of their own. */
  | { type: "platform"; name: string };

export const roles = ["artist", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];
