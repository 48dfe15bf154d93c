export const roles = ["artist", "supervisor", "admin"] as const;
export type Role = (typeof roles)[number];
const statuses = ["invited", "active", "left", "declined"] as const;
const kinds = ["people", "service"] as const;

/** Filters of the member list, stored in the URL. */
export interface MembersSearch {
  role?: Role | undefined;
  status?: (typeof statuses)[number] | undefined;
  kind?: (typeof kinds)[number] | undefined;
}

/** Unknown values become undefined explicitly: else the router keeps them in the URL. */
export const parseMembersSearch = (search: Record<string, unknown>): MembersSearch => ({
  role: roles.find((one) => one === search["role"]),
  status: statuses.find((one) => one === search["status"]),
  kind: kinds.find((one) => one === search["kind"]),
});
