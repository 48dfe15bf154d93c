export const roles = ["artist", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];
const statuses = ["invited", "active", "left", "declined"] as const;
const kinds = ["people", "service"] as const;

/** What the list of members is narrowed to; kept in the address. */
export interface MembersSearch {
  role?: Role | undefined;
  status?: (typeof statuses)[number] | undefined;
  kind?: (typeof kinds)[number] | undefined;
}

/** What is no such word is said to be nothing: else the router would keep it as it stood in the address. */
export const membersSearch = (search: Record<string, unknown>): MembersSearch => ({
  role: roles.find((one) => one === search["role"]),
  status: statuses.find((one) => one === search["status"]),
  kind: kinds.find((one) => one === search["kind"]),
});
