/** Sections of the studio's administration and the permission each needs. */
export const sections = [
  { to: "/admin/members", name: "Members", permission: "member.invite" },
  { to: "/admin/shows", name: "Shows", permission: "shot.create" },
  { to: "/admin/quotas", name: "Quotas", permission: "quota.update" },
  { to: "/admin/models", name: "Models", permission: "model.write" },
  { to: "/admin/workflows", name: "Workflows", permission: "workflow.write" },
  { to: "/admin/usage", name: "Usage", permission: "usage.read" },
  { to: "/admin/notices", name: "Notices", permission: "notice.read" },
  { to: "/admin/audit", name: "Audit log", permission: "audit.read" },
  { to: "/admin/ledger", name: "Ledger", permission: "ledger.read" },
  { to: "/admin/erasure", name: "Erasure", permission: "erasure.create" },
  { to: "/admin/tokens", name: "API tokens", permission: "token.service" },
  { to: "/admin/webhooks", name: "Webhooks", permission: "webhook.write" },
  { to: "/admin/settings", name: "Settings", permission: "tenant.update" },
] as const;

/** Sections that the user may open. A permission for the user's own resources only does not count. */
export const listAllowedSections = (may: Record<string, string>) =>
  sections.filter(({ permission }) => (may[permission] ?? "own") !== "own");
