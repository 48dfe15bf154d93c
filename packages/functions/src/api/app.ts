import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { newApp } from "../http/app.ts";
import { exact } from "../http/exact.ts";
import { onNotFound, type Env } from "../http/problem.ts";
import { authenticate, type RolePorts } from "./authenticate.ts";
import { serveDocument } from "./document.ts";
import { Issuer, type IssuerConfig } from "./identity/issuer.ts";
import { finder } from "./identity/known.ts";
import { assets } from "./routes/assets.ts";
import { audit } from "./routes/audit.ts";
import { erasures } from "./routes/erasures.ts";
import { events } from "./routes/events.ts";
import { fleet } from "./routes/fleet.ts";
import { inputs } from "./routes/inputs.ts";
import { invitations } from "./routes/invitations.ts";
import { jobs } from "./routes/jobs.ts";
import { ledger, openLogs } from "./routes/ledger.ts";
import { lineage } from "./routes/lineage.ts";
import { me } from "./routes/me.ts";
import { members } from "./routes/members.ts";
import { models } from "./routes/models.ts";
import { openToAll } from "./routes/open.ts";
import { quotas } from "./routes/quotas.ts";
import { shows } from "./routes/shows.ts";
import { tenants } from "./routes/tenants.ts";
import { tokens } from "./routes/tokens.ts";
import { usage } from "./routes/usage.ts";
import { webhooks } from "./routes/webhooks.ts";
import { workflows } from "./routes/workflows.ts";

interface Options {
  ports: RolePorts;
  /** Who signs people in. */
  issuer: IssuerConfig;
  /** C2SP verifier keys of the platform's logs. */
  logKeys: readonly string[];
  /** Certificate, in PEM, of the authority that vouches for content credentials; undefined where nothing signs. */
  credentialAuthority?: string | undefined;
  /** Longest life of one event stream. */
  eventsWindowMs: number;
  /** Limits what a studio may ask; absent where the gateway does. */
  throttle?: MiddlewareHandler<Env> | undefined;
}

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** The public API: the same app on Lambda and on one machine. */
export function api({
  ports,
  issuer: config,
  logKeys,
  credentialAuthority,
  eventsWindowMs,
  throttle,
}: Options): OpenAPIHono<Env> {
  const issuer = Issuer.parse(config);
  const app = newApp(ports.app.log, MAX_BODY_BYTES);
  serveDocument(app);
  openToAll(app, issuer, logKeys, credentialAuthority);
  openLogs(app, ports, logKeys);
  answerOtherMethods(app);
  const people = finder(issuer, ports.identity);
  invitations(app, people, ports);
  app.use("/v1/*", authenticate(people, ports), exact);
  if (throttle) app.use("/v1/*", throttle);
  me(app);
  shows(app);
  members(app);
  tokens(app);
  workflows(app);
  models(app);
  inputs(app);
  jobs(app, eventsWindowMs);
  events(app, eventsWindowMs);
  assets(app, logKeys);
  lineage(app);
  ledger(app, logKeys);
  quotas(app);
  usage(app);
  audit(app);
  erasures(app);
  webhooks(app);
  tenants(app, ports.app);
  fleet(app);
  return app;
}

/** 405 to other methods than GET of what is open to everybody, before anybody is asked for a token. */
function answerOtherMethods(app: OpenAPIHono<Env>): void {
  const answer = onNotFound(app);
  const open = new Set(app.routes.flatMap(({ method, path }) => (method === "GET" ? [path] : [])));
  for (const path of open)
    app.use(path, (c, next) => (["GET", "HEAD"].includes(c.req.method) ? next() : Promise.resolve(answer(c))));
}
