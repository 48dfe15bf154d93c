import { readFileSync } from "node:fs";
import path from "node:path";
import type { Planned } from "../plan.ts";
import { comfyRoutes } from "../comfy-routes.ts";
import {
  addResource,
  getValue,
  listPredecessors,
  changeResource,
  list,
  getByName,
  filterByType,
  toText,
  removeResource,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";

/** Public paths: heads and hashes of logs, sign-in settings, versions of plug-ins, the OpenAPI document. */
const OPEN = [
  "/api/v2/health",
  "/v1/health",
  "/v1/live",
  "/v1/openapi.json",
  "/v1/plugins",
  "/v1/sign-in",
  "/v1/ledger/{proxy+}",
  "/v1/shared",
  "/v1/shared/{proxy+}",
];

/** The path of a method, from its resources. */
function getPath(plan: readonly Planned[], { inputs }: Planned): string {
  const resources = filterByType(plan, "apigateway/resource:Resource");
  let path = "";
  for (let id = inputs["resourceId"]; ;) {
    const found = resources.find(({ name }) => `${name}-id` === id);
    if (!found) return path;
    path = `/${toText(found.inputs["pathPart"])}${path}`;
    id = found.inputs["parentId"];
  }
}

/** Operations of the OpenAPI document, with whether they need a sign-in. */
const { paths } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../packages/sdk/openapi.json"), "utf8"),
) as { paths: Record<string, Record<string, { security?: unknown[] }>> };
const described = Object.entries(paths).flatMap(([address, verbs]) =>
  Object.entries(verbs).flatMap(([verb, { security }]) =>
    verb === "parameters" ? [] : [{ address, verb: verb.toUpperCase(), isOpen: security?.length === 0 }],
  ),
);
const operations = [...described, ...comfyRoutes];

/**
 * The method that the gateway would choose. It matches the longest path, with literal parts before parameters and those
 * before `{proxy+}`, and does not fall back if that path lacks the method.
 */
function findMethod(plan: readonly Planned[], address: string, verb: string): Planned | undefined {
  const resources = filterByType(plan, "apigateway/resource:Resource").filter(({ name }) =>
    name.startsWith("PublicApi"),
  );
  const listChildren = (id: unknown) => resources.filter(({ inputs }) => inputs["parentId"] === id);
  const getId = (one: Planned) => `${one.name}-id`;
  let at: string | undefined;
  for (const part of address.split("/").slice(1)) {
    const next = listChildren(at);
    const findByPath = (wanted: RegExp) => next.find(({ inputs }) => wanted.test(toText(inputs["pathPart"])));
    const exact = next.find(({ inputs }) => inputs["pathPart"] === part);
    const found = exact ?? findByPath(/^\{[^+]+\}$/) ?? findByPath(/\+\}$/);
    if (!found) return undefined;
    at = getId(found);
    if (/\+\}$/.test(toText(found.inputs["pathPart"]))) break;
  }
  const methods = filterByType(plan, "apigateway/method:Method").filter(({ inputs }) => inputs["resourceId"] === at);
  return (
    methods.find(({ inputs }) => inputs["httpMethod"] === verb) ??
    methods.find(({ inputs }) => inputs["httpMethod"] === "ANY")
  );
}

export const api: Invariant[] = [
  {
    name: "the gateway sends each operation of the API to its function, with the right authentication",
    why: "the gateway refuses a method that a known path lacks, even if another path would match",
    check: (plan) =>
      operations.flatMap(({ address, verb, isOpen }) => {
        const found = findMethod(plan, address, verb);
        if (!found) return [`${verb} ${address} is not routed`];
        const streams = address.endsWith("/events");
        const integration = filterByType(plan, "apigateway/integration:Integration").find(
          ({ inputs }) =>
            inputs["resourceId"] === found.inputs["resourceId"] && inputs["httpMethod"] === found.inputs["httpMethod"],
        );
        return [
          ...(isOpen && found.inputs["authorization"] !== "NONE" ? [`${verb} ${address} requires a sign-in`] : []),
          ...(toText(integration?.inputs["uri"]).includes("Events") === streams
            ? []
            : [`${verb} ${address} goes to the wrong function`]),
        ];
      }),
    plant: (plan) =>
      plan.filter(({ type, inputs }) => {
        const jobs = filterByType(plan, "apigateway/resource:Resource").find(
          (one) => one.inputs["pathPart"] === "jobs",
        );
        return !(type.endsWith(":Method") && inputs["resourceId"] === `${jobs?.name}-id`);
      }),
  },
  {
    name: "the gateway passes uploads of the Comfy API as bytes",
    why: "a REST API passes other bodies as text, which destroys files",
    check: (plan) =>
      filterByType(plan, "apigateway/restApi:RestApi")
        .filter(({ name }) => name.startsWith("PublicApi"))
        .filter(({ inputs }) => !list(inputs["binaryMediaTypes"]).includes("multipart/form-data"))
        .map(({ name }) => `${name} passes multipart bodies as text`),
    plant: (plan) => changeResource(plan, "PublicApiApi", (inputs) => delete inputs["binaryMediaTypes"]),
  },
  {
    name: "a deployment of the gateway includes its responses, and is replaced when they change",
    why: "without its responses, throttled clients would get no Retry-After",
    check: (plan) => {
      const deployment = getByName(plan, "PublicApiDeployment");
      const there = listPredecessors(plan, deployment.name);
      return [
        ...filterByType(plan, "apigateway/response:Response")
          .filter(({ name }) => !there.has(name))
          .map(({ name }) => `${name} may be created after the deployment`),
        ...(getValue(deployment.inputs, "triggers", "said") === undefined
          ? ["changed responses are not deployed"]
          : []),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "PublicApiDeployment", (inputs) => delete (inputs["triggers"] as { said?: unknown }).said),
  },
  {
    name: "rules by client address apply at the edge, and at the API to requests that did not pass the edge",
    why: "requests through CloudFront come from a few addresses, so that one studio's script would throttle all portals",
    check: (plan) => {
      const distributions = filterByType(plan, "cloudfront/distribution:Distribution");
      const acls = filterByType(plan, "wafv2/webAcl:WebAcl");
      // The secret value of the header that the edge adds.
      const said = filterByType(plan, "cloudfront/function:Function").flatMap(
        ({ inputs }) =>
          /headers\["x-pegbar-edge"\] = \{ value: "([^"]{8,})" \}/.exec(toText(inputs["code"]))?.[1] ?? [],
      );
      const knows = (rule: unknown) =>
        said.length === 1 &&
        toText(rule).includes('"x-pegbar-edge"') &&
        toText(rule).includes(`"searchString":"${said[0]}"`);
      const judging = (scope: string) =>
        acls
          .filter(({ inputs }) => inputs["scope"] === scope)
          .flatMap(({ inputs }) => list(inputs["rules"]))
          .filter((rule) => /one-address|IpReputation/.test(toText(getValue(rule, "name"))));
      return [
        ...(distributions.length > 0 &&
        distributions.every(({ inputs }) => toText(inputs["webAclId"]).includes("EdgeFirewall"))
          ? []
          : ["a distribution has no firewall"]),
        ...(judging("CLOUDFRONT").length === 2 ? [] : ["the edge lacks rules by address"]),
        ...(judging("REGIONAL").length === 2 && judging("REGIONAL").every((rule) => knows(rule))
          ? []
          : ["the API applies rules by address to requests of CloudFront"]),
        ...(said.length === 1 ? [] : ["the edge does not add its secret header"]),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "Firewall", (inputs) => {
        inputs["rules"] = JSON.parse(toText(inputs["rules"]).replaceAll("x-pegbar-edge", "x-other"));
      }),
  },
  {
    name: "only the public paths need no sign-in",
    why: "anybody could call a path that needs no sign-in",
    check: (plan) =>
      filterByType(plan, "apigateway/method:Method")
        .filter(({ inputs }) => inputs["authorization"] === "NONE")
        .map((method) => getPath(plan, method))
        .filter((path) => !OPEN.includes(path))
        .map((path) => `${path} needs no sign-in`),
    plant: (plan) =>
      plan.map((one) =>
        one.type.endsWith("apigateway/method:Method")
          ? { ...one, inputs: { ...one.inputs, authorization: "NONE" } }
          : one,
      ),
  },
  {
    name: "the gateway throttles each studio by its own key",
    why: "one studio's script must not slow down others",
    check: (plan) => [
      ...filterByType(plan, "apigateway/restApi:RestApi")
        .filter(({ name, inputs }) => name.startsWith("PublicApi") && inputs["apiKeySource"] !== "AUTHORIZER")
        .map(({ name }) => `${name} accepts API keys from clients`),
      ...filterByType(plan, "apigateway/method:Method")
        .filter(({ inputs }) => inputs["authorization"] === "CUSTOM" && inputs["apiKeyRequired"] !== true)
        .map(({ name }) => `${name} requires no API key`),
      ...(filterByType(plan, "apigateway/usagePlan:UsagePlan").length === 3 ? [] : ["there are not three usage plans"]),
    ],
    plant: (plan) => changeResource(plan, "PublicApiApi", (inputs) => (inputs["apiKeySource"] = "HEADER")),
  },
  {
    name: "a revoked token is refused within a minute",
    why: "the gateway caches the authorizer's answers",
    check: (plan) =>
      filterByType(plan, "apigateway/authorizer:Authorizer")
        .filter(({ inputs }) => Number(inputs["authorizerResultTtlInSeconds"] ?? 300) > 60)
        .map(({ name }) => `${name} caches for too long`),
    plant: (plan) => {
      const [first] = filterByType(plan, "apigateway/authorizer:Authorizer");
      return changeResource(plan, first?.name ?? "", (inputs) => (inputs["authorizerResultTtlInSeconds"] = 300));
    },
  },
  {
    name: "the public API has a firewall with a limit per address",
    why: "nothing else limits clients without an account",
    check: (plan) => {
      const rules = filterByType(plan, "wafv2/webAcl:WebAcl").flatMap(({ inputs }) => list(inputs["rules"]));
      return [
        ...(filterByType(plan, "wafv2/webAclAssociation:WebAclAssociation").length > 0
          ? []
          : ["the firewall is not associated"]),
        ...(rules.some((rule) => getValue(rule, "statement", "rateBasedStatement") !== undefined)
          ? []
          : ["there is no limit per address"]),
        ...(rules.filter((rule) => getValue(rule, "statement", "managedRuleGroupStatement") !== undefined).length >= 3
          ? []
          : ["there are fewer than three managed rule groups"]),
      ];
    },
    plant: (plan) => removeResource(plan, "FirewallHere"),
  },
  {
    name: "the Work API is private, and requires a role's signature",
    needs: "GPU tier",
    why: "claims return URLs of studios' files",
    check: (plan) => {
      const [found] = filterByType(plan, "apigateway/restApi:RestApi").filter(({ name }) => name.startsWith("WorkApi"));
      return [
        ...(toText(getValue(found?.inputs, "endpointConfiguration", "types")).includes("PRIVATE")
          ? []
          : ["the Work API is public"]),
        ...(toText(found?.inputs["policy"]).includes("aws:SourceVpce")
          ? []
          : ["the Work API can be called from any network"]),
        ...filterByType(plan, "apigateway/method:Method")
          .filter(({ name, inputs }) => name.startsWith("WorkApi") && inputs["authorization"] !== "AWS_IAM")
          .map(({ name }) => `${name} requires no signature`),
      ];
    },
    plant: (plan) => changeResource(plan, "WorkApiApi", (inputs) => delete inputs["policy"]),
  },
  {
    name: "functions have reserved concurrency and run on arm64",
    why: "a thousand concurrent functions need a thousand database connections",
    check: (plan) =>
      filterByType(plan, "lambda/function:Function")
        .filter(({ name }) => /^(Api|Events|Authorizer|Work|Media)Function$/.test(name))
        .flatMap(({ name, inputs }) => [
          ...(Number(inputs["reservedConcurrentExecutions"]) > 0 ? [] : [`${name} has no reserved concurrency`]),
          // The library for content credentials supports only x86-64.
          ...(toText(inputs["architectures"]).includes(name === "MediaFunction" ? "x86_64" : "arm64")
            ? []
            : [`${name} has the wrong architecture`]),
        ]),
    plant: (plan) => changeResource(plan, "ApiFunction", (inputs) => delete inputs["reservedConcurrentExecutions"]),
  },
  {
    name: "the database is migrated before a function that uses it is updated",
    why: "new code fails on old tables",
    check: (plan) => {
      const [migrated] = filterByType(plan, "lambda/invocation:Invocation");
      return filterByType(plan, "lambda/function:Function")
        .filter(({ name }) =>
          /^(Api|Events|Authorizer|Work|Media|Models|Repair|Janitor|Webhooks|Sequencer)Function$/.test(name),
        )
        .filter(({ after }) => !after.includes(migrated?.urn ?? ""))
        .map(({ name }) => `${name} does not wait for the migration`);
    },
    plant: (plan) => plan.map((one) => (one.name === "WorkFunction" ? { ...one, after: [] } : one)),
  },
  {
    name: "custom domains require TLS 1.2 or later",
    why: "API Gateway's default for a custom domain accepts TLS 1.0",
    check: (plan) => [
      ...filterByType(plan, "apigateway/domainName:DomainName")
        .filter(({ inputs }) => inputs["securityPolicy"] !== "TLS_1_2")
        .map(({ name }) => `${name} accepts TLS older than 1.2`),
      ...filterByType(plan, "cloudfront/distribution:Distribution")
        .filter(({ inputs }) => list(inputs["aliases"]).length > 0)
        .filter(
          ({ inputs }) => !/^TLSv1\.2_/.test(toText(getValue(inputs, "viewerCertificate", "minimumProtocolVersion"))),
        )
        .map(({ name }) => `${name} accepts TLS older than 1.2`),
    ],
    plant: (plan) =>
      addResource(plan, "aws:apigateway/domainName:DomainName", "OldDomain", { domainName: "api.pegbar.example" }),
  },
  {
    name: "every alarm notifies somebody",
    why: "an alarm without a recipient has no effect",
    check: (plan) =>
      filterByType(plan, "cloudwatch/metricAlarm:MetricAlarm")
        .filter(({ inputs }) => list(inputs["alarmActions"]).length === 0 || toText(inputs["alarmDescription"]) === "")
        .map(({ name }) => `${name} has no action or no description`),
    plant: (plan) => changeResource(plan, "ApiFails", (inputs) => (inputs["alarmActions"] = [])),
  },
  {
    name: "people sign in with a second factor, by authorization code without a client secret, and cannot create accounts",
    why: "passwords are easily stolen",
    check: (plan) => [
      ...filterByType(plan, "cognito/userPool:UserPool").flatMap(({ name, inputs }) => [
        ...(inputs["mfaConfiguration"] === "ON" ? [] : [`${name} does not require a second factor`]),
        ...(getValue(inputs, "adminCreateUserConfig", "allowAdminCreateUserOnly") === true
          ? []
          : [`${name} lets anybody create an account`]),
      ]),
      ...filterByType(plan, "cognito/userPoolClient:UserPoolClient").flatMap(({ name, inputs }) => [
        ...(toText(inputs["allowedOauthFlows"]) === '["code"]'
          ? []
          : [`${name} allows other flows than the authorization code`]),
        ...(inputs["generateSecret"] === false ? [] : [`${name} has a secret`]),
        ...(toText(inputs["explicitAuthFlows"]).includes("PASSWORD") ? [`${name} accepts passwords`] : []),
      ]),
    ],
    plant: (plan) => changeResource(plan, "PeopleUserPool", (inputs) => (inputs["mfaConfiguration"] = "OPTIONAL")),
  },
];
