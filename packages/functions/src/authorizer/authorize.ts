import * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { parseBearer, choose } from "../api/identity/choose.ts";
import type { Issuer } from "../api/identity/issuer.ts";
import { createFinder, type Known } from "../api/identity/known.ts";

/** The used fields of API Gateway's REQUEST event. */
const Event = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string()).nullish(),
});

/** Answer to API Gateway: whether to allow the request, and the API key whose usage plan counts it. */
export interface Answer {
  principalId: string;
  policyDocument: {
    Version: "2012-10-17";
    Statement: { Action: "execute-api:Invoke"; Effect: "Allow" | "Deny"; Resource: string }[];
  };
  usageIdentifierKey?: string;
  context?: { tenantId?: string };
}

interface Options {
  issuer: Issuer;
  /** Ports of the identity role. */
  ports: ProcessPorts;
  /** API key of operators; without one, the gateway refuses their requests. */
  operatorKey: string | undefined;
}

/**
 * Tells API Gateway which usage plan counts a request. The API itself authenticates the caller, because the gateway
 * caches an answer for all requests with a token, for any studio.
 */
export function createAuthorizer({ issuer, ports, operatorKey }: Options): (event: unknown) => Promise<Answer> {
  const { find } = createFinder(issuer, ports);
  return async (event) => {
    const { methodArn, headers } = Event.parse(event);
    const findHeader = (name: string) => Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
    const token = parseBearer(findHeader("authorization"));
    if (token === undefined) throw createUnauthorizedError();
    const known = await find(token).catch((error: unknown) => {
      if (error instanceof VisibleError && error.code === "unauthenticated") throw createUnauthorizedError();
      if (error instanceof VisibleError && error.code === "forbidden") return undefined;
      throw error;
    });
    const actor = known && chooseActor(known, findHeader("pegbar-tenant"));
    const all = `${methodArn.split("/").slice(0, 2).join("/")}/*`;
    if (actor?.type === "member")
      return {
        ...answer(actor.memberId, "Allow", all),
        usageIdentifierKey: actor.tenantId,
        context: { tenantId: actor.tenantId },
      };
    if (actor?.type === "operator")
      return {
        ...answer(actor.operatorId, "Allow", all),
        ...(operatorKey === undefined ? {} : { usageIdentifierKey: operatorKey }),
      };
    // An invited person must be able to accept the invitation: the inviting studio's plan counts the request.
    const invitation = known?.invitations[0];
    if (invitation) return { ...answer(invitation.id, "Allow", all), usageIdentifierKey: invitation.tenantId };
    return answer("nobody", "Deny", all);
  };
}

/** Without a studio in the request the API answers an error; the first studio's plan counts it. */
function chooseActor(known: Known, wanted: string | undefined): Actor | undefined {
  try {
    return choose(known, wanted);
  } catch (error) {
    if (!(error instanceof VisibleError)) throw error;
    const [first] = known.memberships;
    return first && choose(known, first.tenantId);
  }
}

/** API Gateway answers 401 for exactly this message. */
const createUnauthorizedError = () => new Error("Unauthorized");

const answer = (principalId: string, Effect: "Allow" | "Deny", Resource: string): Answer => ({
  principalId,
  policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource }] },
});
