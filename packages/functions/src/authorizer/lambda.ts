import { openConnection, createIdentityPorts, createIssuerKeys } from "../ports.ts";
import { readResource, readResourceIfLinked } from "../resource.ts";
import { createAuthorizer } from "./authorize.ts";

/** API Gateway asks before each request that it has no fresh answer for. */
export const handler = createAuthorizer({
  issuer: readResource("Identity"),
  ports: { ...createIdentityPorts(openConnection("IdentityDatabase", 1)), ...createIssuerKeys() },
  operatorKey: readResourceIfLinked("OperatorPlan")?.key,
});
