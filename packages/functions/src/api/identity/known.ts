import type { Actor } from "@pegbar/core/actor.ts";
import * as Context from "@pegbar/core/context.ts";
import { VisibleError } from "@pegbar/core/error.ts";
import * as Member from "@pegbar/core/member";
import * as Operator from "@pegbar/core/operator";
import type { Ports } from "@pegbar/core/port";
import * as Token from "@pegbar/core/token";
import { Cache } from "./cache.ts";
import type { Issuer } from "./issuer.ts";
import { askedEmail, verifier } from "./token.ts";

type Membership = Omit<Awaited<ReturnType<typeof Member.memberships>>[number], "signedOutAt">;

/** Who a bearer token stands for, wherever they may act. */
export interface Known {
  memberships: readonly (Membership & Pick<Extract<Actor, { type: "member" }>, "token">)[];
  operator: Awaited<ReturnType<typeof Operator.fromIdentity>>;
}

/** Finds who a bearer token stands for, or throws 401. `ports` are those of the identity role. */
export function finder(issuer: Issuer, ports: Ports): (token: string) => Promise<Known> {
  const verify = verifier(issuer, ports.issuerKeys);
  const claims = new Cache<Awaited<ReturnType<typeof verify>>>();
  const people = new Cache<Awaited<ReturnType<typeof ask>>>();
  const emails = new Cache<{ email: string | undefined }>();
  const tokens = new Cache<Known>();
  const asIdentity = <T>(cb: () => Promise<T>): Promise<T> =>
    Context.provide({ actor: { type: "platform", name: "identity" }, ports }, cb);

  const ask = (identity: Member.Identity) =>
    asIdentity(async () => ({
      memberships: await Member.memberships(identity),
      operator: await Operator.fromIdentity(identity),
    }));
  const isNobody = ({ memberships, operator }: Awaited<ReturnType<typeof ask>>) =>
    memberships.length === 0 && !operator;

  const person = async (token: string): Promise<Known> => {
    const {
      issuer: iss,
      subject,
      issuedAt,
      verifiedEmail,
    } = await claims.get(token, async () => {
      const found = await verify(token);
      return { value: found, until: found.expiresAt };
    });
    const found = await people.get(`${iss} ${subject}`, async () => {
      const known = await ask({ issuer: iss, subject, verifiedEmail });
      if (!isNobody(known)) return { value: known };
      if (verifiedEmail !== undefined) return { value: known, until: 0 };
      const { email } = await emails.get(token, async () => ({
        value: { email: await askedEmail(token, subject, issuer) },
      }));
      const again = email === undefined ? known : await ask({ issuer: iss, subject, verifiedEmail: email });
      return isNobody(again) ? { value: again, until: 0 } : { value: again };
    });
    // A token says when it was made to the second; what was made within the second of the sign-out has ended too.
    const live = found.memberships.filter(
      ({ signedOutAt }) => signedOutAt === null || issuedAt > signedOutAt.getTime(),
    );
    if (live.length === 0 && found.memberships.length > 0 && !found.operator)
      throw new VisibleError("unauthenticated", "You have signed out. Sign in again.");
    return { memberships: live.map(({ signedOutAt: _signedOutAt, ...rest }) => rest), operator: found.operator };
  };

  const apiToken = (secret: string): Promise<Known> => {
    if (!Token.isWhole(secret))
      throw new VisibleError("unauthenticated", "The API token is not whole. Copy all of it.");
    return tokens.get(secret, async () => {
      const row = await asIdentity(() => Token.resolve(secret));
      if (!row)
        throw new VisibleError("unauthenticated", "The API token is unknown, revoked or expired. Make a new one.");
      const { id, verbs, showIds, expiresAt, lastUsedAt: _lastUsedAt, ...membership } = row;
      const value = { memberships: [{ ...membership, token: { id, verbs, showIds } }], operator: undefined };
      return { value, until: expiresAt.getTime() };
    });
  };

  return async (token) => (Token.isApiToken(token) ? apiToken(token) : person(token));
}
