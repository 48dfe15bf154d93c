import { readFileSync } from "node:fs";
import path from "node:path";
import type { Planned } from "../plan.ts";
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
} from "../look.ts";
import type { Invariant } from "./invariant.ts";

/** What anybody may ask for: heads and hashes of logs, how to sign in, what there is. */
const OPEN = ["/v1/health", "/v1/openapi.json", "/v1/sign-in", "/v1/ledger/{proxy+}"];

/** The path of a method, by the resources that it lies in. */
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

/** Paths of the API's own document, each with what it asks for. */
const { paths } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../../../packages/sdk/openapi.json"), "utf8"),
) as { paths: Record<string, Record<string, { security?: unknown[] }>> };
const operations = Object.entries(paths).flatMap(([address, verbs]) =>
  Object.entries(verbs).flatMap(([verb, { security }]) =>
    verb === "parameters" ? [] : [{ address, verb: verb.toUpperCase(), isOpen: security?.length === 0 }],
  ),
);

/**
 * The method that the gateway would take: of the longest path that it knows, a name before a parameter, a parameter before
 * all the rest; and where that has no such method, none.
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
    name: "each operation of the API is reached, by whom it is for, at the function that it is for",
    why: "a path that the gateway knows without its method is refused, whatever stands beside it",
    check: (plan) =>
      operations.flatMap(({ address, verb, isOpen }) => {
        const found = findMethod(plan, address, verb);
        if (!found) return [`${verb} ${address} is reached by nobody`];
        const streams = address.endsWith("/events");
        const integration = filterByType(plan, "apigateway/integration:Integration").find(
          ({ inputs }) =>
            inputs["resourceId"] === found.inputs["resourceId"] && inputs["httpMethod"] === found.inputs["httpMethod"],
        );
        return [
          ...(isOpen && found.inputs["authorization"] !== "NONE" ? [`${verb} ${address} wants a sign-in`] : []),
          ...(toText(integration?.inputs["uri"]).includes("Events") === streams
            ? []
            : [`${verb} ${address} is answered by another`]),
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
    name: "a deployment of the gateway holds its answers, and is made anew when they change",
    why: "what is not in it is not said: whoever is throttled would get no word of when to come again",
    check: (plan) => {
      const deployment = getByName(plan, "PublicApiDeployment");
      const there = listPredecessors(plan, deployment.name);
      return [
        ...filterByType(plan, "apigateway/response:Response")
          .filter(({ name }) => !there.has(name))
          .map(({ name }) => `${name} may come after it`),
        ...(getValue(deployment.inputs, "triggers", "said") === undefined ? ["changed answers are not deployed"] : []),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "PublicApiDeployment", (inputs) => delete (inputs["triggers"] as { said?: unknown }).said),
  },
  {
    name: "addresses are judged where they are known: at the edge, and here for what did not come over it",
    why: "all of CloudFront would be a few addresses: one studio's script throttles all portals",
    check: (plan) => {
      const distributions = filterByType(plan, "cloudfront/distribution:Distribution");
      const acls = filterByType(plan, "wafv2/webAcl:WebAcl");
      // The value that the edge gives the header, which whoever asks cannot know.
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
          : ["the site has no firewall"]),
        ...(judging("CLOUDFRONT").length === 2 ? [] : ["the edge judges no address"]),
        ...(judging("REGIONAL").length === 2 && judging("REGIONAL").every((rule) => knows(rule))
          ? []
          : ["CloudFront is judged as one caller"]),
        ...(said.length === 1 ? [] : ["the edge does not say that it has judged"]),
      ];
    },
    plant: (plan) =>
      changeResource(plan, "Firewall", (inputs) => {
        inputs["rules"] = JSON.parse(toText(inputs["rules"]).replaceAll("x-pegbar-edge", "x-other"));
      }),
  },
  {
    name: "nothing is open but what is for everybody",
    why: "a route that nobody guards is the API's weakest",
    check: (plan) =>
      filterByType(plan, "apigateway/method:Method")
        .filter(({ inputs }) => inputs["authorization"] === "NONE")
        .map((method) => getPath(plan, method))
        .filter((path) => !OPEN.includes(path))
        .map((path) => `${path} is open`),
    plant: (plan) =>
      plan.map((one) =>
        one.type.endsWith("apigateway/method:Method")
          ? { ...one, inputs: { ...one.inputs, authorization: "NONE" } }
          : one,
      ),
  },
  {
    name: "the gateway throttles each studio by its own key",
    why: "one studio's script must not be everybody's outage",
    check: (plan) => [
      ...filterByType(plan, "apigateway/restApi:RestApi")
        .filter(({ name, inputs }) => name.startsWith("PublicApi") && inputs["apiKeySource"] !== "AUTHORIZER")
        .map(({ name }) => `${name} takes keys from anybody`),
      ...filterByType(plan, "apigateway/method:Method")
        .filter(({ inputs }) => inputs["authorization"] === "CUSTOM" && inputs["apiKeyRequired"] !== true)
        .map(({ name }) => `${name} is under no plan`),
      ...(filterByType(plan, "apigateway/usagePlan:UsagePlan").length === 3 ? [] : ["there are not three plans"]),
    ],
    plant: (plan) => changeResource(plan, "PublicApiApi", (inputs) => (inputs["apiKeySource"] = "HEADER")),
  },
  {
    name: "a withdrawn token is refused within a minute",
    why: "the authorizer remembers its answers",
    check: (plan) =>
      filterByType(plan, "apigateway/authorizer:Authorizer")
        .filter(({ inputs }) => Number(inputs["authorizerResultTtlInSeconds"] ?? 300) > 60)
        .map(({ name }) => `${name} remembers too long`),
    plant: (plan) => {
      const [first] = filterByType(plan, "apigateway/authorizer:Authorizer");
      return changeResource(plan, first?.name ?? "", (inputs) => (inputs["authorizerResultTtlInSeconds"] = 300));
    },
  },
  {
    name: "the public API stands behind a firewall, with a limit by address",
    why: "whoever has no account is throttled by nothing else",
    check: (plan) => {
      const rules = filterByType(plan, "wafv2/webAcl:WebAcl").flatMap(({ inputs }) => list(inputs["rules"]));
      return [
        ...(filterByType(plan, "wafv2/webAclAssociation:WebAclAssociation").length > 0
          ? []
          : ["the firewall stands nowhere"]),
        ...(rules.some((rule) => getValue(rule, "statement", "rateBasedStatement") !== undefined)
          ? []
          : ["no limit by address"]),
        ...(rules.filter((rule) => getValue(rule, "statement", "managedRuleGroupStatement") !== undefined).length >= 3
          ? []
          : ["too few managed rules"]),
      ];
    },
    plant: (plan) => removeResource(plan, "FirewallHere"),
  },
  {
    name: "the Work API is private, and asks for a role's signature",
    needs: "GPU tier",
    why: "claims hand out URLs of studios' files",
    check: (plan) => {
      const [found] = filterByType(plan, "apigateway/restApi:RestApi").filter(({ name }) => name.startsWith("WorkApi"));
      return [
        ...(toText(getValue(found?.inputs, "endpointConfiguration", "types")).includes("PRIVATE")
          ? []
          : ["the Work API is public"]),
        ...(toText(found?.inputs["policy"]).includes("aws:SourceVpce")
          ? []
          : ["the Work API is reached from any network"]),
        ...filterByType(plan, "apigateway/method:Method")
          .filter(({ name, inputs }) => name.startsWith("WorkApi") && inputs["authorization"] !== "AWS_IAM")
          .map(({ name }) => `${name} asks for no signature`),
      ];
    },
    plant: (plan) => changeResource(plan, "WorkApiApi", (inputs) => delete inputs["policy"]),
  },
  {
    name: "functions are small, on arm64, and may not take the whole database",
    why: "a thousand at once are a thousand connections",
    check: (plan) =>
      filterByType(plan, "lambda/function:Function")
        .filter(({ name }) => /^(Api|Events|Authorizer|Work|Media)Function$/.test(name))
        .flatMap(({ name, inputs }) => [
          ...(Number(inputs["reservedConcurrentExecutions"]) > 0 ? [] : [`${name} has no limit`]),
          // The library for content credentials is made for no other processor than x86-64.
          ...(toText(inputs["architectures"]).includes(name === "MediaFunction" ? "x86_64" : "arm64")
            ? []
            : [`${name} is not arm64`]),
        ]),
    plant: (plan) => changeResource(plan, "ApiFunction", (inputs) => delete inputs["reservedConcurrentExecutions"]),
  },
  {
    name: "the database is migrated before any function that uses it is changed",
    why: "new code on old tables fails until somebody notices",
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
    name: "domains of our own speak TLS 1.2 or later",
    why: "API Gateway's default for a custom domain accepts TLS 1.0",
    check: (plan) => [
      ...filterByType(plan, "apigateway/domainName:DomainName")
        .filter(({ inputs }) => inputs["securityPolicy"] !== "TLS_1_2")
        .map(({ name }) => `${name} accepts an old TLS`),
      ...filterByType(plan, "cloudfront/distribution:Distribution")
        .filter(({ inputs }) => list(inputs["aliases"]).length > 0)
        .filter(
          ({ inputs }) => !/^TLSv1\.2_/.test(toText(getValue(inputs, "viewerCertificate", "minimumProtocolVersion"))),
        )
        .map(({ name }) => `${name} accepts an old TLS`),
    ],
    plant: (plan) =>
      addResource(plan, "aws:apigateway/domainName:DomainName", "OldDomain", { domainName: "api.pegbar.example" }),
  },
  {
    name: "every alarm tells somebody",
    why: "an alarm that nobody hears is a comment",
    check: (plan) =>
      filterByType(plan, "cloudwatch/metricAlarm:MetricAlarm")
        .filter(({ inputs }) => list(inputs["alarmActions"]).length === 0 || toText(inputs["alarmDescription"]) === "")
        .map(({ name }) => `${name} tells nobody`),
    plant: (plan) => changeResource(plan, "ApiFails", (inputs) => (inputs["alarmActions"] = [])),
  },
  {
    name: "people sign in with a second factor, by code and PKCE, and make no accounts themselves",
    why: "a password is the first thing that is stolen",
    check: (plan) => [
      ...filterByType(plan, "cognito/userPool:UserPool").flatMap(({ name, inputs }) => [
        ...(inputs["mfaConfiguration"] === "ON" ? [] : [`${name} asks for one factor`]),
        ...(getValue(inputs, "adminCreateUserConfig", "allowAdminCreateUserOnly") === true
          ? []
          : [`${name} lets anybody in`]),
      ]),
      ...filterByType(plan, "cognito/userPoolClient:UserPoolClient").flatMap(({ name, inputs }) => [
        ...(toText(inputs["allowedOauthFlows"]) === '["code"]' ? [] : [`${name} goes without a code`]),
        ...(inputs["generateSecret"] === false ? [] : [`${name} has a secret`]),
        ...(toText(inputs["explicitAuthFlows"]).includes("PASSWORD") ? [`${name} takes passwords`] : []),
      ]),
    ],
    plant: (plan) => changeResource(plan, "PeopleUserPool", (inputs) => (inputs["mfaConfiguration"] = "OPTIONAL")),
  },
];
