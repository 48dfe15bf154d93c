import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { createComfyApi } from "../comfy-api/app.ts";
import { createApp } from "../http/app.ts";
import { requireExactJson } from "../http/exact.ts";
import { onNotFound, type Env } from "../http/problem.ts";
import { authenticate, type RolePorts } from "./authenticate.ts";
import { serveDocument } from "./document.ts";
import { Issuer, type IssuerConfig } from "./identity/issuer.ts";
import { createFinder } from "./identity/known.ts";
import { addAssetRoutes } from "./routes/assets.ts";
import { audit } from "./routes/audit.ts";
import { addBatchRoutes } from "./routes/batches.ts";
import { addErasureRoutes } from "./routes/erasures.ts";
import { addEventRoutes } from "./routes/events.ts";
import { addFleetRoutes } from "./routes/fleet.ts";
import { addHealthRoutes } from "./routes/health.ts";
import { addImageSequenceRoutes } from "./routes/image-sequences.ts";
import { addInputListRoutes } from "./routes/input-lists.ts";
import { addInputRoutes } from "./routes/inputs.ts";
import { addInvitationRoutes } from "./routes/invitations.ts";
import { addJobRoutes } from "./routes/jobs.ts";
import { addLedgerRoutes, openLogs } from "./routes/ledger.ts";
import { addLineageRoutes } from "./routes/lineage.ts";
import { addLogRoutes } from "./routes/logs.ts";
import { addMeRoutes } from "./routes/me.ts";
import { addMemberRoutes } from "./routes/members.ts";
import { addModelRoutes } from "./routes/models.ts";
import { addObjectInfoRoutes } from "./routes/object-info.ts";
import { openToAll } from "./routes/open.ts";
import { addPlaylistRoutes } from "./routes/playlists.ts";
import { addQuotaRoutes } from "./routes/quotas.ts";
import { addSharedRoutes } from "./routes/shared.ts";
import { addShareLinkRoutes } from "./routes/share-links.ts";
import { addShowRoutes } from "./routes/shows.ts";
import { addTenantRoutes } from "./routes/tenants.ts";
import { addTimelineRoutes } from "./routes/timelines.ts";
import { addTokenRoutes } from "./routes/tokens.ts";
import { addUsageRoutes } from "./routes/usage.ts";
import { addRenditionRoutes } from "./routes/renditions.ts";
import { addVersionRoutes } from "./routes/versions.ts";
import { addWebhookRoutes } from "./routes/webhooks.ts";
import { addWorkflowRoutes } from "./routes/workflows.ts";

interface Options {
  ports: RolePorts;
  /** The identity provider. */
  issuer: IssuerConfig;
  /** C2SP verifier keys of the platform's logs. */
  logKeys: readonly string[];
  /** Certificate of the authority for content credentials, in PEM; undefined if nothing is signed. */
  credentialAuthority?: string | undefined;
  /** Maximum duration of an event stream. */
  eventsWindowMs: number;
  /** Limits the requests of each studio; absent if a gateway does. */
  throttle?: MiddlewareHandler<Env> | undefined;
  /** Limits the requests of each share link; absent where the edge limits those of each address. */
  throttleLinks?: MiddlewareHandler<Env> | undefined;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The public API: the same app on Lambda and on one machine. */
export function createApi({
  ports,
  issuer: config,
  logKeys,
  credentialAuthority,
  eventsWindowMs,
  throttle,
  throttleLinks,
}: Options): OpenAPIHono<Env> {
  const issuer = Issuer.parse(config);
  const app = createApp(ports.app, MAX_BODY_BYTES);
  serveDocument(app);
  openToAll(app, issuer, logKeys, credentialAuthority);
  addHealthRoutes(app, ports.public);
  openLogs(app, ports, logKeys);
  addSharedRoutes(app, ports, throttleLinks);
  answerOtherMethods(app);
  const people = createFinder(issuer, ports.identity);
  addInvitationRoutes(app, people, ports);
  const identify = authenticate(people, ports);
  app.use("/v1/*", identify, requireExactJson);
  if (throttle) app.use("/v1/*", throttle);
  addMeRoutes(app);
  addShowRoutes(app);
  addMemberRoutes(app);
  addTokenRoutes(app);
  addWorkflowRoutes(app);
  addObjectInfoRoutes(app);
  addModelRoutes(app);
  addInputRoutes(app);
  addInputListRoutes(app);
  addImageSequenceRoutes(app);
  addJobRoutes(app);
  addTimelineRoutes(app);
  addBatchRoutes(app);
  addEventRoutes(app, eventsWindowMs);
  addAssetRoutes(app, logKeys);
  addVersionRoutes(app);
  addRenditionRoutes(app);
  addPlaylistRoutes(app);
  addShareLinkRoutes(app);
  addLineageRoutes(app);
  addLedgerRoutes(app, logKeys);
  addQuotaRoutes(app);
  addUsageRoutes(app);
  audit(app);
  addErasureRoutes(app);
  addWebhookRoutes(app);
  addTenantRoutes(app, ports.app);
  addFleetRoutes(app);
  addLogRoutes(app);
  app.route("/", createComfyApi({ ports: ports.app, authenticate: identify, throttle, eventsWindowMs }));
  return app;
}

/** Answers 405 to other methods than GET on public routes, before a token is required. */
function answerOtherMethods(app: OpenAPIHono<Env>): void {
  const answer = onNotFound(app);
  const open = new Set(app.routes.flatMap(({ method, path }) => (method === "GET" ? [path] : [])));
  for (const path of open)
    app.use(path, (c, next) => (["GET", "HEAD"].includes(c.req.method) ? next() : Promise.resolve(answer(c))));
}
