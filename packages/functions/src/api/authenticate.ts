import type { MiddlewareHandler } from "hono";
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import type { Actor } from "@pegbar/core/actor.ts";
import * as Context from "@pegbar/core/context.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import * as Member from "@pegbar/core/member";
import type { Ports } from "@pegbar/core/port";
import type { Env } from "../http/problem.ts";

interface Issuer {
  issuer: string;
  audience: string;
  jwksUri: string;
}

/** A role change acts within this time. */
const MEMBERSHIP_CACHE_MS = 30_000;
const CACHE_SIZE = 5000;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

type Memberships = Awaited<ReturnType<typeof Member.memberships>>;

/**
 * Verifies the access token, finds the membership and runs the rest of the request as that member.
 * `identityPorts` connects as the identity role, which sees memberships and nothing else.
 */
export function authenticate(issuer: Issuer, ports: Ports, identityPorts: Ports): MiddlewareHandler<Env> {
  const jwks = createRemoteJWKSet(new URL(issuer.jwksUri), { cooldownDuration: 10_000 });
  const cache = new Map<string, { until: number; memberships: Memberships }>();

  const find = async (payload: JWTPayload): Promise<Memberships> => {
    const { iss, sub } = payload;
    if (iss === undefined || sub === undefined) throw new VisibleError("unauthenticated", "The token names nobody.");
    const known = cache.get(`${iss} ${sub}`);
    if (known && known.until > Date.now()) return known.memberships;
    const verifiedEmail =
      payload["email_verified"] === true && typeof payload["email"] === "string" ? payload["email"] : undefined;
    const memberships = await Context.provide(
      { actor: { type: "platform", name: "identity" }, ports: identityPorts },
      () => Member.memberships({ issuer: iss, subject: sub, verifiedEmail }),
    );
    if (cache.size >= CACHE_SIZE) cache.clear();
    if (memberships.length > 0) cache.set(`${iss} ${sub}`, { until: Date.now() + MEMBERSHIP_CACHE_MS, memberships });
    return memberships;
  };

  return async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new VisibleError("unauthenticated", "Send an access token: Authorization: Bearer …");
    const memberships = await find(await verifyToken(token, jwks, issuer));
    const actor = choose(memberships, c.req.header("pegbar-tenant"));
    await Context.provide({ actor, ports }, next);
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

function choose(memberships: Memberships, wanted: string | undefined): Actor {
  const fitting =
    wanted === undefined ? memberships : memberships.filter((one) => one.tenant === wanted || one.tenantId === wanted);
  const [first, second] = fitting;
  if (!first)
    throw new VisibleError("forbidden", "You are a member of no studio here. Ask its admin for an invitation.");
  if (second) {
    const names = fitting.map(({ tenant }) => tenant).join(", ");
    throw new VisibleError("tenant_ambiguous", `Say which studio you mean with the header Pegbar-Tenant: ${names}.`);
  }
  return { type: "member", tenantId: first.tenantId, memberId: first.memberId, role: first.role, email: first.email };
}
