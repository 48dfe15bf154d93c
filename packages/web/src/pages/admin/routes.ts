import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { root } from "../../root.ts";
import { parseAuditSearch } from "./audit/search.ts";
import { parseMembersSearch } from "./members/search.ts";
import { parseUsageSearch } from "./usage/search.ts";

const studio = createRoute({
  getParentRoute: () => root,
  path: "/admin",
  component: lazyRouteComponent(() => import("./admin-layout.tsx"), "AdminLayout"),
});
const members = createRoute({
  getParentRoute: () => studio,
  path: "/members",
  validateSearch: parseMembersSearch,
  component: lazyRouteComponent(() => import("./members/members-page.tsx"), "MembersPage"),
});
const shows = createRoute({
  getParentRoute: () => studio,
  path: "/shows",
  component: lazyRouteComponent(() => import("./shows/shows-page.tsx"), "ShowsPage"),
});
const show = createRoute({
  getParentRoute: () => studio,
  path: "/shows/$showId",
  component: lazyRouteComponent(() => import("./shows/show-page.tsx"), "ShowPage"),
});
const quotas = createRoute({
  getParentRoute: () => studio,
  path: "/quotas",
  component: lazyRouteComponent(() => import("./quotas/quotas-page.tsx"), "QuotasPage"),
});
const quota = createRoute({
  getParentRoute: () => studio,
  path: "/quotas/$subjectId",
  component: lazyRouteComponent(() => import("./quotas/quota-page.tsx"), "QuotaPage"),
});
const models = createRoute({
  getParentRoute: () => studio,
  path: "/models",
  component: lazyRouteComponent(() => import("./models/models-page.tsx"), "ModelsPage"),
});
const workflows = createRoute({
  getParentRoute: () => studio,
  path: "/workflows",
  component: lazyRouteComponent(() => import("./workflows/workflows-page.tsx"), "WorkflowsPage"),
});
const workflow = createRoute({
  getParentRoute: () => studio,
  path: "/workflows/$workflowId",
  component: lazyRouteComponent(() => import("./workflows/workflow-page.tsx"), "WorkflowPage"),
});
// In a folder of its own: a workflow may be called "import".
const workflowDraft = createRoute({
  getParentRoute: () => studio,
  path: "/workflows/import/draft",
  component: lazyRouteComponent(() => import("./workflows/draft/draft-page.tsx"), "DraftPage"),
});
const usage = createRoute({
  getParentRoute: () => studio,
  path: "/usage",
  validateSearch: parseUsageSearch,
  component: lazyRouteComponent(() => import("./usage/usage-page.tsx"), "UsagePage"),
});
const notices = createRoute({
  getParentRoute: () => studio,
  path: "/notices",
  component: lazyRouteComponent(() => import("./notices/notices-page.tsx"), "NoticesPage"),
});
const audit = createRoute({
  getParentRoute: () => studio,
  path: "/audit",
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import("./audit/audit-page.tsx"), "AuditPage"),
});
const ledger = createRoute({
  getParentRoute: () => studio,
  path: "/ledger",
  component: lazyRouteComponent(() => import("./ledger/ledger-page.tsx"), "LedgerPage"),
});
const erasures = createRoute({
  getParentRoute: () => studio,
  path: "/erasure",
  component: lazyRouteComponent(() => import("./erasure/erasures-page.tsx"), "ErasuresPage"),
});
const newErasure = createRoute({
  getParentRoute: () => studio,
  path: "/erasure/new",
  component: lazyRouteComponent(() => import("./erasure/new-erasure-page.tsx"), "NewErasurePage"),
});
const erasure = createRoute({
  getParentRoute: () => studio,
  path: "/erasure/$erasureId",
  component: lazyRouteComponent(() => import("./erasure/erasure-page.tsx"), "ErasurePage"),
});
const tokens = createRoute({
  getParentRoute: () => studio,
  path: "/tokens",
  component: lazyRouteComponent(() => import("./tokens/tokens-page.tsx"), "TokensPage"),
});
const webhooks = createRoute({
  getParentRoute: () => studio,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("./webhooks/webhooks-page.tsx"), "WebhooksPage"),
});
const webhook = createRoute({
  getParentRoute: () => studio,
  path: "/webhooks/$webhookId",
  component: lazyRouteComponent(() => import("./webhooks/webhook-page.tsx"), "WebhookPage"),
});
const settings = createRoute({
  getParentRoute: () => studio,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
});

/** Routes of the studio's administration. Each page is loaded on demand. */
export const admin = studio.addChildren([
  members,
  shows,
  show,
  quotas,
  quota,
  models,
  workflows,
  workflow,
  workflowDraft,
  usage,
  notices,
  audit,
  ledger,
  erasures,
  newErasure,
  erasure,
  tokens,
  webhooks,
  webhook,
  settings,
]);
