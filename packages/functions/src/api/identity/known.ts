import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Context from "@pegbar/core/platform/context.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import * as Member from "@pegbar/core/studio/member";
import * as Operator from "@pegbar/core/studio/operator";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import * as Token from "@pegbar/core/studio/token";
import { Cache } from "./cache.ts";
import type { Issuer } from "./issuer.ts";
import { fetchVerifiedEmail, createVerifier } from "./token.ts";

type Membership = Pick<
  Awaited<ReturnType<typeof Member.listMemberships>>[number],
  "memberId" | "tenantId" | "tenant" | "tenantName" | "role" | "email" | "name" | "isDefault"
>;

/** The person or service of a bearer token, with all memberships. */
export interface Known {
  memberships: readonly (Membership & Pick<Extract<Actor, { type: "member" }>, "token">)[];
  /** Invitations to the person's verified e-mail; read only for people without a membership. */
  invitations: readonly Member.PendingInvitation[];
  operator: Awaited<ReturnType<typeof Operator.findOperator>>;
}

/** A signed-in person according to the issuer. */
export interface Person {
  issuer: string;
  subject: string;
  verifiedEmail: string | undefined;
}

export interface Finder {
  /**
   * Memberships and rights behind a token. @param fresh asks the database although an answer is cached
   * @throws unauthenticated
   */
  find(token: string, fresh?: boolean): Promise<Known>;
  /** The person behind an access token. @throws unauthenticated; forbidden for an API token */
  person(token: string): Promise<Person>;
  /** Call when a person's memberships have changed here: the next request sees it. */
  forget(person: Person): void;
}

/** Creates the function that identifies a bearer token. `ports` are those of the identity role. */
export function createFinder(issuer: Issuer, ports: ProcessPorts): Finder {
  const verify = createVerifier(issuer, ports.issuerKeys);
  const claims = new Cache<Awaited<ReturnType<typeof verify>>>();
  const people = new Cache<Awaited<ReturnType<typeof ask>>>();
  const emails = new Cache<{ email: string | undefined }>();
  const tokens = new Cache<Known>();
  const asIdentity = <T>(cb: () => Promise<T>): Promise<T> =>
    Context.provide({ actor: { type: "platform", name: "identity" }, ports }, cb);
  const buildKey = (person: Pick<Person, "issuer" | "subject">) => `${person.issuer} ${person.subject}`;

  const readClaims = (token: string) =>
    claims.get(token, async () => {
      const found = await verify(token);
      return { value: found, until: found.expiresAt };
    });
  /** From the token itself, else from the issuer. */
  const readEmail = async (token: string): Promise<string | undefined> => {
    const { subject, verifiedEmail } = await readClaims(token);
    if (verifiedEmail !== undefined) return verifiedEmail;
    const { email } = await emails.get(token, async () => ({
      value: { email: await fetchVerifiedEmail(token, subject, issuer, ports.log) },
    }));
    return email;
  };

  const ask = (identity: Member.Identity) =>
    asIdentity(async () => {
      const memberships = await Member.listMemberships(identity);
      const operator = await Operator.findOperator(identity);
      const isNobody = memberships.length === 0 && !operator;
      const { verifiedEmail } = identity;
      const invitations = isNobody && verifiedEmail !== undefined ? await Member.listInvitations(verifiedEmail) : [];
      return { memberships, operator, invitations, isNobody };
    });

  const findByPerson = async (token: string, fresh: boolean): Promise<Known> => {
    const { issuer: iss, subject, issuedAt, verifiedEmail } = await readClaims(token);
    const key = buildKey({ issuer: iss, subject });
    if (fresh) people.forget(key);
    const found = await people.get(key, async () => {
      const known = await ask({ issuer: iss, subject, verifiedEmail });
      if (!known.isNobody) return { value: known };
      const email = await readEmail(token);
      const again = email === verifiedEmail ? known : await ask({ issuer: iss, subject, verifiedEmail: email });
      return again.isNobody ? { value: again, until: 0 } : { value: again };
    });
    // Tokens have an issue time in seconds: those of the second of the sign-out have ended too.
    const live = found.memberships.filter(
      ({ signedOutAt }) => signedOutAt === null || issuedAt > signedOutAt.getTime(),
    );
    if (live.length === 0 && found.memberships.length > 0 && !found.operator)
      throw new VisibleError("unauthenticated", "You have signed out. Sign in again.");
    return {
      memberships: live.map(({ signedOutAt: _signedOutAt, ...rest }) => rest),
      invitations: found.invitations,
      operator: found.operator,
    };
  };

  const findByApiToken = (secret: string): Promise<Known> => {
    if (!Token.isWhole(secret))
      throw new VisibleError("unauthenticated", "The API token is incomplete. Copy all of it.");
    return tokens.get(secret, async () => {
      const row = await asIdentity(() => Token.resolve(secret));
      if (!row)
        throw new VisibleError("unauthenticated", "The API token is unknown, revoked or expired. Create a new one.");
      const { id, verbs, showIds, shotId, expiresAt, lastUsedAt: _lastUsedAt, ...membership } = row;
      const value: Known = {
        memberships: [{ ...membership, isDefault: true, token: { id, verbs, showIds, shotId } }],
        invitations: [],
        operator: undefined,
      };
      return { value, until: expiresAt.getTime() };
    });
  };

  return {
    find: async (token, fresh = false) =>
      Token.isApiToken(token) ? findByApiToken(token) : findByPerson(token, fresh),
    async person(token) {
      if (Token.isApiToken(token))
        throw new VisibleError("forbidden", "An API token belongs to one studio. Sign in as yourself for this.");
      const { issuer: iss, subject } = await readClaims(token);
      return { issuer: iss, subject, verifiedEmail: await readEmail(token) };
    },
    forget: (person) => people.forget(buildKey(person)),
  };
}
