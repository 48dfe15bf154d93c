import type { MiddlewareHandler } from "hono";
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import type { Actor } from "@pegbar/core/actor.ts";
import * as Context from "@pegbar/core/context.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import * as Member from "@pegbar/core/member";
import * as Operator from "@pegbar/core/operator";
import type { Ports } from "@pegbar/core/port";
import type { Env } from "../http/problem.ts";

interface Issuer {
  issuer: string;
  audience: string;
  jwksUri: string;
}

/** The same adapters on three database roles. */
export interface RolePorts {
  /** For members: one tenant at a time. */
  app: Ports;
  /** Sees memberships and operators, nothing else. */
  identity: Ports;
  /** For operators: studios and the fleet, no work. */
  operator: Ports;
}

/** A role change, and the withdrawal of a signing key, act within this time. */
const CACHE_MS = 30_000;
const CACHE_SIZE = 5000;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];
/** What an operator who is also a member of studios sends as `Pegbar-Tenant` to act as operator. */
const PLATFORM = "platform";

interface Known {
  memberships: Awaited<ReturnType<typeof Member.memberships>>;
  operator: Awaited<ReturnType<typeof Operator.fromIdentity>>;
}

/** Verifies the access token, finds who it is and runs the rest of the request as that member or operator. */
export function authenticate(issuer: Issuer, ports: RolePorts): MiddlewareHandler<Env> {
  const jwks = createRemoteJWKSet(new URL(issuer.jwksUri), { cooldownDuration: 10_000 });
  const cache = new Map<string, { until: number; known: Known }>();

  const verified = new Map<string, { until: number; payload: JWTPayload }>();

  const verify = async (token: string): Promise<JWTPayload> => {
    const cached = verified.get(token);
    if (cached && cached.until > Date.now()) return cached.payload;
    const payload = await verifyToken(token, jwks, issuer);
    if (verified.size >= CACHE_SIZE) verified.clear();
    verified.set(token, { until: Math.min(Date.now() + CACHE_MS, (payload.exp ?? 0) * 1000), payload });
    return payload;
  };

  const find = async (payload: JWTPayload): Promise<Known> => {
    const { iss, sub } = payload;
    if (iss === undefined || sub === undefined) throw new VisibleError("unauthenticated", "The token names nobody.");
    const cached = cache.get(`${iss} ${sub}`);
    if (cached && cached.until > Date.now()) return cached.known;
    const verifiedEmail =
      payload["email_verified"] === true && typeof payload["email"] === "string" ? payload["email"] : undefined;
    const identity = { issuer: iss, subject: sub, verifiedEmail };
    const known = await Context.provide(
      { actor: { type: "platform", name: "identity" }, ports: ports.identity },
      async () => ({
        memberships: await Member.memberships(identity),
        operator: await Operator.fromIdentity(identity),
      }),
    );
    if (cache.size >= CACHE_SIZE) cache.clear();
    if (known.memberships.length > 0 || known.operator)
      cache.set(`${iss} ${sub}`, { until: Date.now() + CACHE_MS, known });
    return known;
  };

  return async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
    const known = await find(await verify(token));
    const actor = choose(known, c.req.header("pegbar-tenant"));
    const adapters = actor.type === "operator" ? ports.operator : ports.app;
    await Context.provide({ actor, ports: adapters, requestId: c.get("requestId") }, next);
  };
}

async function verifyToken(
  token: string,
  jwks: ReturnType<typeof createRemoteJWKSet>,
  issuer: Issuer,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, jwks, {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: ALGORITHMS,
      clockTolerance: 30,
      requiredClaims: ["exp", "sub"],
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) {
      throw new VisibleError("unavailable", "The identity provider does not answer. Try again.", {
        retryAfterSeconds: 5,
      });
    }
    if (!(error instanceof errors.JOSEError)) throw error;
    const reason =
      error instanceof errors.JWTExpired ? "The access token has expired." : "The access token is not valid.";
    throw new VisibleError("unauthenticated", `${reason} Sign in again.`);
  }
}

function choose({ memberships, operator }: Known, wanted: string | undefined): Actor {
  const asOperator = operator && (wanted === PLATFORM || (wanted === undefined && memberships.length === 0));
  if (asOperator) return { type: "operator", operatorId: operator.id, email: operator.email, name: operator.name };
  const fitting =
    wanted === undefined ? memberships : memberships.filter((one) => one.tenant === wanted || one.tenantId === wanted);
  const [first, second] = fitting;
  if (!first)
    throw new VisibleError("forbidden", "You are a member of no studio here. Ask its admin for an invitation.");
  if (second) {
    const names = fitting.map(({ tenant }) => tenant).join(", ");
    throw new VisibleError("tenant_ambiguous", `Say which studio you mean with the header Pegbar-Tenant: ${names}.`);
  }
  const { tenantId, memberId, role, email, name } = first;
  return { type: "member", tenantId, memberId, role, email, name };
}
