/** The rooms of the studio's administration, and the verb that opens each. */
export const sections = [
  { to: "/admin/members", name: "Members", verb: "member.invite" },
  { to: "/admin/shows", name: "Shows", verb: "shot.create" },
  { to: "/admin/quotas", name: "Quotas", verb: "quota.update" },
  { to: "/admin/usage", name: "Usage", verb: "usage.read" },
  { to: "/admin/notices", name: "Notices", verb: "notice.read" },
  { to: "/admin/tokens", name: "API tokens", verb: "token.service" },
  { to: "/admin/settings", name: "Settings", verb: "tenant.update" },
] as const;

/** What somebody may open. One's own usage alone is no administration. */
export const openSections = (may: Record<string, string>) =>
  sections.filter(({ verb }) => (may[verb] ?? "own") !== "own");
