/**
 * How far a permission reaches: the actor's own rows, those of the actor's shows, the whole studio, or the whole
 * platform. Rows outside of the scope are not found. A permission without a scope is refused.
 */
export type Scope = "own" | "shows" | "tenant" | "platform";

export const ruledRoles = ["artist", "supervisor", "admin", "operator"] as const;
export type RuledRole = (typeof ruledRoles)[number];

/** Description of a permission, as the documentation shows it, and its scope for each role. */
type Rule = { readonly what: string } & { readonly [R in RuledRole]?: Scope };

const everyMember = { artist: "tenant", supervisor: "tenant", admin: "tenant" } as const;
const everybody = { artist: "own", supervisor: "own", admin: "own", operator: "own" } as const;
const work = { artist: "own", supervisor: "shows", admin: "tenant" } as const;
const shows = { artist: "shows", supervisor: "shows", admin: "tenant" } as const;
const admin = { admin: "tenant" } as const;
const operator = { operator: "platform" } as const;

/** Who may do what. Routes, queries, tests and documentation read it here. */
export const rules = {
  "me.read": { what: "See your own name, studio and role", ...everybody },
  "me.sign-out": { what: "End your own sign-ins", artist: "own", supervisor: "own", admin: "own" },
  "me.invitations": { what: "Accept or decline your own invitations", ...everybody },
  "me.memberships": { what: "See your own studios and choose the default one", ...everybody },
  "tenant.read": { what: "See the studio's settings", ...everyMember },
  "tenant.update": { what: "Change the studio's time zone and whether raw graphs may run", ...admin },
  "member.read": { what: "See members", artist: "own", supervisor: "tenant", admin: "tenant" },
  "member.invite": { what: "Invite people", ...admin },
  "member.update": { what: "Change a member's name and role", ...admin },
  "member.leave": { what: "End a membership", artist: "own", supervisor: "own", admin: "tenant" },
  "show.read": { what: "See shows, sequences and shots", ...shows },
  "show.create": { what: "Create shows", ...admin },
  "show.update": { what: "Change name and frame rate of shows, add and remove their members", ...admin },
  "shot.create": { what: "Add sequences and shots", supervisor: "shows", admin: "tenant" },
  "model.read": { what: "See models", ...everyMember },
  "model.write": { what: "Upload the studio's own models, clear models for shows, revoke", ...admin },
  "model.trace": { what: "See who used a model", supervisor: "shows", admin: "tenant" },
  "workflow.read": { what: "See workflows", ...everyMember },
  "workflow.write": { what: "Publish and retire workflows", ...admin },
  "input.read": { what: "See inputs", ...everyMember },
  "input.create": { what: "Upload inputs", ...everyMember },
  "estimate.create": { what: "Estimate the time and cost of a job", ...shows },
  "job.create": { what: "Submit jobs", ...shows },
  "job.read": { what: "See jobs and follow them", ...work },
  "job.cancel": { what: "Cancel jobs", ...work },
  "job.hold": { what: "Hold and release jobs", ...work },
  "job.retry": { what: "Retry an ended job", ...work },
  "job.defer": { what: "Lower a job's priority, move it between lanes", ...work },
  "job.raise": { what: "Give jobs a priority above 0", supervisor: "shows", admin: "tenant" },
  "asset.read": { what: "See assets, download them with their certificates", ...work },
  "asset.mark": { what: "Mark assets as favourite or rejected, rate and tag them", ...work },
  "asset.trace": { what: "See what an asset was made from, and what was made from a model or an input", ...shows },
  "review.read": { what: "See versions with their reviews and notes", ...work },
  "review.create": { what: "Approve versions, or send them to retake", supervisor: "shows", admin: "tenant" },
  "rendition.create": { what: "Make movies and contact sheets of versions", ...work },
  "note.create": { what: "Write notes about versions", ...work },
  "playlist.read": { what: "See playlists, with those of their versions that you may see", ...shows },
  "playlist.create": { what: "Create playlists", ...shows },
  "playlist.update": { what: "Change and delete playlists", ...work },
  "share.read": { what: "See share links and how often they were opened", supervisor: "shows", admin: "tenant" },
  "share.write": {
    what: "Share versions with people outside the studio, and revoke links",
    supervisor: "shows",
    admin: "tenant",
  },
  "shot.certify": {
    what: "Get a shot's certificate: all results of all members, rejected ones included",
    supervisor: "shows",
    admin: "tenant",
  },
  "ledger.read": { what: "Read the records of the studio's log", ...admin },
  "quota.read": { what: "See quotas and what is left of them", ...shows },
  "quota.update": { what: "Set quotas of shows and members", ...admin },
  "usage.read": { what: "See usage and what it cost", ...work },
  "notice.read": { what: "See notices", ...admin },
  "webhook.read": { what: "See webhooks and their deliveries", ...admin },
  "webhook.write": { what: "Create, change, test and remove webhooks, replay deliveries", ...admin },
  "audit.read": { what: "See the audit trail", ...admin },
  "erasure.read": { what: "See what was erased, and why", ...admin },
  "erasure.create": { what: "Erase a person's identity, prompts or inputs", ...admin },
  "token.read": { what: "See API tokens", artist: "own", supervisor: "own", admin: "tenant" },
  "token.write": { what: "Create and revoke API tokens", artist: "own", supervisor: "own", admin: "tenant" },
  "token.service": { what: "Create API tokens that the studio owns", ...admin },
  "tenants.read": { what: "See studios and their numbers", ...operator },
  "tenants.write": { what: "Create studios, set their quotas and weight", ...operator },
  "fleet.read": { what: "See the fleet, its prices, queues and corrections", ...operator },
  "fleet.write": { what: "Set prices and limits of the fleet", ...operator },
  "fleet.models": { what: "Register and revoke models that all studios see", ...operator },
  "fleet.logs": { what: "See the log of a job", ...operator },
  "fleet.audit": { what: "See the audit trail of the platform", ...operator },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof rules;

/**
 * Permissions that only concern shows, or that change nothing of the studio. Tokens that are limited to shows may use
 * only these.
 */
const HARMLESS: readonly Permission[] = [
  "me.read",
  "tenant.read",
  "model.read",
  "workflow.read",
  "input.read",
  "input.create",
];
export const isLimitedToShows = (permission: Permission): boolean =>
  HARMLESS.includes(permission) || (Object.values(rules[permission]) as string[]).includes("shows");

/** Scope of a permission for a role; undefined if the role does not have it. */
export const getRoleScope = (permission: Permission, role: RuledRole): Scope | undefined =>
  (rules[permission] as Rule)[role];
