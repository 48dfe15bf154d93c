import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import * as z from "zod";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Log, Parameter } from "@pegbar/core/platform/port";
import type { Issuer } from "./issuer.ts";
import { KeysAway, createKeyStore } from "./kept-keys.ts";

/** Claims of a verified access token. */
export interface Claims {
  issuer: string;
  subject: string;
  /** When it was made, in milliseconds since 1970; 0 where the token does not say. */
  issuedAt: number;
  /** When it ends to be valid, likewise. */
  expiresAt: number;
  /** Only if the issuer has verified it. */
  verifiedEmail: string | undefined;
}

/** Allowed clock difference in seconds. */
const CLOCK_SKEW = 30;
const TIMEOUT_MS = 5000;

/**
 * Verifies access tokens of one issuer, whose keys are cached and asked for again when an unknown one signs: over the
 * network, or where they are kept.
 */
export function createVerifier(issuer: Issuer, kept?: Parameter): (token: string) => Promise<Claims> {
  const jwks = kept
    ? createKeyStore(kept)
    : createRemoteJWKSet(new URL(issuer.jwksUri), { cooldownDuration: 1000, timeoutDuration: TIMEOUT_MS });
  return async (token) => {
    const payload = await verifySignature(token, jwks, issuer);
    assertIntended(payload, issuer);
    const { iss, sub, iat = 0, exp = 0 } = payload;
    if (iss === undefined || sub === undefined || sub === "")
      throw createUnauthenticatedError("The access token has no subject.");
    return {
      issuer: iss,
      subject: sub,
      issuedAt: iat * 1000,
      expiresAt: exp * 1000,
      verifiedEmail: readEmail(payload, issuer),
    };
  };
}

async function verifySignature(token: string, jwks: JWTVerifyGetKey, issuer: Issuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, jwks, {
      issuer: issuer.issuer,
      ...(issuer.audienceClaim === "aud" ? { audience: issuer.audience } : {}),
      algorithms: issuer.algorithms,
      clockTolerance: CLOCK_SKEW,
      requiredClaims: ["exp", "sub"],
    });
    return payload;
  } catch (error) {
    // jose throws JWKSTimeout, and a plain JOSEError if the issuer's answer is not a key set.
    const isAway = error instanceof errors.JWKSTimeout || error instanceof TypeError || error instanceof KeysAway;
    if (isAway || isBare(error)) throw createUnavailableError();
    if (!(error instanceof errors.JOSEError)) throw error;
    throw createUnauthenticatedError(
      error instanceof errors.JWTExpired ? "The access token has expired." : "The access token is not valid.",
    );
  }
}

const isBare = (error: unknown): boolean => error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC";

/** Checks that a correctly signed token is for this API, and that its person is admitted. */
function assertIntended(payload: JWTPayload, issuer: Issuer): void {
  if (issuer.tokenUse !== undefined && payload["token_use"] !== issuer.tokenUse)
    throw createUnauthenticatedError(`Send the ${issuer.tokenUse} token, not another one.`);
  if (issuer.audienceClaim !== "aud") {
    const value = payload[issuer.audienceClaim];
    if (typeof value !== "string" || ![issuer.audience].flat().includes(value))
      throw createUnauthenticatedError("The access token is for another client.");
  }
  if (!issuer.groups) return;
  const groups = z.array(z.string()).safeParse(payload[issuer.groupsClaim]).data ?? [];
  if (issuer.groups.some((group) => groups.includes(group))) return;
  throw new VisibleError(
    "forbidden",
    `Only members of ${issuer.groups.join(", ")} can use Pegbar. Ask the admin of your identity provider.`,
  );
}

const createUnavailableError = () =>
  new VisibleError("unavailable", "The identity provider does not answer. Try again.", { retryAfterSeconds: 5 });

const createUnauthenticatedError = (what: string) => new VisibleError("unauthenticated", `${what} Sign in again.`);

/** Cognito's user info returns "true" instead of true. */
const isTrue = (value: unknown): boolean => value === true || value === "true";

function readEmail(claims: Record<string, unknown>, { emailClaim, emailVerifiedClaim }: Issuer): string | undefined {
  const email = claims[emailClaim];
  return typeof email === "string" && email !== "" && isTrue(claims[emailVerifiedClaim]) ? email : undefined;
}

/** Statuses that mean that the token cannot read user info (RFC 6750, 3.1). */
const TOKEN_REFUSED = new Set([400, 401, 403]);
const UserInfo = z.record(z.string(), z.unknown());

/**
 * The verified e-mail address from the issuer's user info, for a token that carries none.
 * @throws unavailable if the issuer does not answer, or answers with anything but user info or a refusal of this token
 */
export async function fetchVerifiedEmail(
  token: string,
  subject: string,
  issuer: Issuer,
  log: Log,
): Promise<string | undefined> {
  if (issuer.userinfoUri === undefined) return undefined;
  const fail = (reason: string) => {
    log("warn", "user info of the identity provider not available", { reason });
    return createUnavailableError();
  };
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(issuer.userinfoUri, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) body = await response.json();
  } catch (error) {
    throw fail(String(error));
  }
  if (TOKEN_REFUSED.has(response.status)) return undefined;
  const info = UserInfo.safeParse(body).data;
  if (!info) throw fail(`status ${response.status}, no JSON object`);
  // OpenID Connect Core 5.3.2: an answer about another subject must not be used.
  if (info["sub"] !== subject) {
    log("warn", "user info of the identity provider is about another subject");
    return undefined;
  }
  return readEmail(info, { ...issuer, emailClaim: "email", emailVerifiedClaim: "email_verified" });
}
