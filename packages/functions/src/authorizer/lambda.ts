import { openConnection, createIdentityPorts, createIssuerKeys } from "../ports.ts";
import { readResource, readResourceIfLinked } from "../resource.ts";
import { createAuthorizer } from "./authorize.ts";

/** Called by API Gateway before each request for which it has no cached answer. */
export const handler = createAuthorizer({
  issuer: readResource("Identity"),
  ports: { ...createIdentityPorts(openConnection("IdentityDatabase", 1), "authorizer"), ...createIssuerKeys() },
  operatorKey: readResourceIfLinked("OperatorPlan")?.key,
});
