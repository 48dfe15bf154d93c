import { connection, identityPorts, issuerKeys } from "../ports.ts";
import { resource, resourceIfLinked } from "../resource.ts";
import { authorizer } from "./authorize.ts";

/** API Gateway asks before each request that it has no fresh answer for. */
export const handler = authorizer({
  issuer: resource("Identity"),
  ports: { ...identityPorts(connection("IdentityDatabase", 1)), ...issuerKeys() },
  operatorKey: resourceIfLinked("OperatorPlan")?.key,
});
