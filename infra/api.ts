import { databases } from "./database";
import { lambda, logRetention } from "./function";
import { clusterName, declared, stage } from "./here";
import { identity, keysParameter } from "./identity";
import { credentialLinks, logKey } from "./ledger";
import { invokesSender, senderLink, webhookTargets } from "./outward";
import { mediaQueue, modelQueue, queueUrls, renditionQueue, workQueues } from "./queue";
import { EDGE_HEADER, edgeKey, managed, ofAddresses } from "./edge";
import { idempotencyKey, leaseKey, ledgerKey, tenantKey, webhookKey } from "./secret";
import { anchorBucket, objectBucket, objectRights } from "./storage";
import { capitalise, workloadClasses } from "./stage";

/** In seconds, as in packages/local/src/platform/resources.ts. */
export const times = new sst.Linkable("Times", { properties: { lease: 30, heartbeat: 10, events: 25, sweep: 3600 } });

/** Resources for sending dispatch tickets and tasks. */
export const sends = {
  actions: ["sqs:SendMessage"],
  resources: [
    ...workloadClasses.map((name) => workQueues[name].arn),
    mediaQueue.arn,
    renditionQueue.arn,
    modelQueue.arn,
  ],
};
const clusterArn = `arn:aws:eks:${declared.region}:${declared.account}`;
const readsFleet = {
  actions: [
    "eks:DescribeCluster",
    "eks:ListNodegroups",
    "eks:DescribeNodegroup",
    "eks:ListAddons",
    "eks:DescribeAddon",
  ],
  resources: [
    `${clusterArn}:cluster/${clusterName}`,
    `${clusterArn}:nodegroup/${clusterName}/*`,
    `${clusterArn}:addon/${clusterName}/*`,
  ],
};
const readsKeys = {
  actions: ["ssm:GetParameter"],
  resources: [`arn:aws:ssm:${declared.region}:${declared.account}:parameter${keysParameter}`],
};
/** The functions' logs, for operators. */
const logPrefix = `/aws/lambda/pegbar-${stage.name}-`;
const logs = new sst.Linkable("Logs", { properties: { prefix: logPrefix } });
const readsLogs = [
  {
    actions: ["logs:StartQuery"],
    resources: [`arn:aws:logs:${declared.region}:${declared.account}:log-group:${logPrefix}*`],
  },
  // Neither can be limited to log groups.
  { actions: ["logs:GetQueryResults", "logs:DescribeLogGroups"], resources: ["*"] },
];
const fleetLinks = stage.gpuTier ? [new sst.Linkable("Cluster", { properties: { name: clusterName } })] : [];

const main = lambda("Api", {
  entry: "api/lambda",
  memory: 1769,
  seconds: 29,
  reserved: stage.concurrency.api,
  inside: true,
  link: [
    databases.app,
    databases.identity,
    databases.operator,
    databases.public,
    tenantKey,
    leaseKey,
    ledgerKey,
    idempotencyKey,
    webhookKey,
    webhookTargets,
    objectBucket,
    ...queueUrls,
    identity,
    logKey,
    anchorBucket,
    times,
    senderLink,
    ...credentialLinks,
    ...fleetLinks,
    logs,
  ],
  // Presigned URLs have the permissions of this role, so it has no others.
  permissions: [
    objectRights.read("inputs", "assets", "previews", "thumbnails", "models", "credentialed", "renditions", "shared"),
    objectRights.write("inputs", "models"),
    objectRights.list(),
    objectRights.key(),
    sends,
    readsKeys,
    ...(stage.gpuTier ? [readsFleet] : []),
    ...readsLogs,
    invokesSender,
  ],
});
/** Server-sent events occupy a function while a client listens, so they use a separate function with its own concurrency. */
const events = lambda("Events", {
  entry: "events/lambda",
  memory: 1769,
  seconds: 60,
  streaming: true,
  reserved: stage.concurrency.events,
  inside: true,
  // The lease key authenticates event positions.
  link: [databases.app, databases.identity, tenantKey, leaseKey, objectBucket, identity, times],
  // It signs URLs of previews and results, and sends previews to clients of the Comfy API.
  permissions: [objectRights.read("previews", "assets"), objectRights.readKey(), readsKeys],
});

/** The codes of the Comfy API v2 where they differ. */
const comfyCodes: Record<string, string> = { unauthenticated: "unauthorized", too_large: "payload_too_large" };

/**
 * Responses that the gateway sends itself, in the format of the API: RFC 9457 with Retry-After. `error` is the format of
 * the Comfy API v2, because a response of the gateway is the same for all paths.
 */
const problem = (status: number, code: string, title: string, detail: string) =>
  JSON.stringify({
    type: `https://pegbar.example/problems/${code}`,
    title,
    status,
    code,
    detail,
    requestId: "$context.requestId",
    errors: [],
    error: { code: comfyCodes[code] ?? code, message: detail, details: null },
  });
const said: [type: string, status: number, code: string, title: string, detail: string, retry?: number][] = [
  [
    "THROTTLED",
    429,
    "too_many_requests",
    "Too many requests",
    "Your studio's plan allows no more requests per second. Try again.",
    1,
  ],
  [
    "QUOTA_EXCEEDED",
    429,
    "too_many_requests",
    "Too many requests",
    "Your studio has used its plan's quota of requests. Try again later.",
    60,
  ],
  ["UNAUTHORIZED", 401, "unauthenticated", "Sign in", "Send a valid access token."],
  ["ACCESS_DENIED", 401, "unauthenticated", "Sign in", "The access token is not valid. Sign in again."],
  ["INVALID_API_KEY", 401, "unauthenticated", "Sign in", "Your studio has no plan yet. Ask the operator."],
  ["MISSING_AUTHENTICATION_TOKEN", 404, "not_found", "Not found", "The path does not exist, or not with this method."],
  ["WAF_FILTERED", 403, "forbidden", "Refused", "The web application firewall blocked this request."],
  [
    "REQUEST_TOO_LARGE",
    413,
    "too_large",
    "Too large",
    "Files of this size do not go through the API: upload them with pegbar upload.",
  ],
  ["INTEGRATION_TIMEOUT", 503, "unavailable", "Not available right now", "Try again.", 5],
  ["INTEGRATION_FAILURE", 503, "unavailable", "Not available right now", "Try again.", 5],
];
const respond = (restApiId: $util.Input<string>) =>
  said.map(
    ([type, status, code, title, detail, retry]) =>
      new aws.apigateway.Response(
        `Says${type
          .split("_")
          .map((part) => capitalise(part.toLowerCase()))
          .join("")}`,
        {
          restApiId,
          responseType: type,
          statusCode: String(status),
          responseTemplates: { "application/problem+json": problem(status, code, title, detail) },
          ...(retry === undefined
            ? {}
            : { responseParameters: { "gatewayresponse.header.Retry-After": `'${retry}'` } }),
        },
      ),
  );

/** Resources that a deployment of the gateway must wait for: it includes only what exists when it is created. */
const deployed: $util.Resource[] = [];
export const api = new sst.aws.ApiGatewayV1("PublicApi", {
  // Streaming requires it.
  endpoint: { type: "regional" },
  cors: false,
  accessLog: { retention: logRetention },
  ...(declared.domain === null ? {} : { domain: declared.domain.api }),
  transform: {
    api: (args) => {
      args.apiKeySource = "AUTHORIZER";
      // Uploads of the Comfy API reach the function as bytes. All other bodies are text.
      args.binaryMediaTypes = ["multipart/form-data"];
      // Only reachable by its custom domain, through the firewall.
      args.disableExecuteApiEndpoint = declared.domain !== null;
    },
    domainName: (args) => {
      // SST leaves it to API Gateway's default, TLS 1.0 and later.
      args.securityPolicy = "TLS_1_2";
    },
    stage: (args) => {
      args.xrayTracingEnabled = true;
    },
    deployment: (args, options) => {
      args.triggers = $output(args.triggers).apply((routes) => ({ ...routes, said: JSON.stringify(said) }));
      options.dependsOn = deployed;
    },
  },
});
deployed.push(...respond(api.nodes.api.id));

/** API key of operators, who belong to no studio. */
const operatorKey = new random.RandomPassword("OperatorKey", { length: 40, special: false }).result;
const operatorPlan = new sst.Linkable("OperatorPlan", { properties: { key: operatorKey } });

/** Authorizer: identifies the caller. API Gateway throttles each studio by the API key in its answer. */
const authorizer = api.addAuthorizer({
  name: "tokens",
  requestFunction: lambda("Authorizer", {
    entry: "authorizer/lambda",
    memory: 1769,
    seconds: 10,
    inside: true,
    link: [databases.identity, identity, operatorPlan],
    permissions: [readsKeys],
    reserved: stage.concurrency.api,
  }).arn,
  identitySource: "method.request.header.Authorization",
  // A revoked token, a changed role or plan takes effect within this time.
  ttl: 30,
});
const demanded = { auth: { custom: authorizer.id }, apiKey: true };
const open = { auth: false as const };

for (const path of ["/v1/jobs/{id}/events", "/v1/events", "/api/v2/jobs/{id}/events"])
  api.route(`GET ${path}`, events.arn, { ...demanded, streaming: true });
// The gateway matches the longest known path, and does not fall back if that path lacks the method.
for (const base of ["/v1", "/api/v2"])
  for (const path of ["/jobs", "/jobs/{id}", "/jobs/{id}/{proxy+}", "/{proxy+}"])
    api.route(`ANY ${base}${path}`, main.arn, demanded);
api.route("ANY /v1/ledger", main.arn, demanded);
// Public routes: checkpoints and hashes of the logs, keys, sign-in settings, versions of plug-ins, what share links show. The API itself
// protects records, and requires a link's secret.
for (const path of [
  "/api/v2/health",
  "/v1/health",
  "/v1/live",
  "/v1/openapi.json",
  "/v1/plugins",
  "/v1/sign-in",
  "/v1/ledger/{proxy+}",
  "/v1/shared",
  "/v1/shared/{proxy+}",
])
  api.route(`GET ${path}`, main.arn, open);
api.deploy();

export const plans = Object.fromEntries(
  Object.entries(stage.tiers).map(([tier, throttleOf]) => [
    tier,
    api.addUsagePlan(`Plan${capitalise(tier)}`, { throttle: throttleOf }),
  ]),
);

plans["house"]?.addApiKey("Operators", { value: operatorKey });

/** Matches requests that did not pass the edge, which checks client addresses. Others have an address of CloudFront. */
const notOverSite = {
  notStatement: {
    statements: [
      {
        byteMatchStatement: {
          fieldToMatch: { singleHeader: { name: EDGE_HEADER } },
          positionalConstraint: "EXACTLY",
          searchString: edgeKey,
          textTransformations: [{ priority: 0, type: "NONE" }],
        },
      },
    ],
  },
};
const firewall = new aws.wafv2.WebAcl("Firewall", {
  scope: "REGIONAL",
  defaultAction: { allow: {} },
  rules: [
    ...ofAddresses(notOverSite),
    managed("AWSManagedRulesKnownBadInputsRuleSet", 2),
    // Prompts may look like attacks, so rules for request bodies only count here; others block.
    {
      ...managed("AWSManagedRulesCommonRuleSet", 3),
      statement: {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name: "AWSManagedRulesCommonRuleSet",
          ruleActionOverrides: [
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "EC2MetaDataSSRF_BODY",
          ].map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
    },
  ],
  visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "firewall", sampledRequestsEnabled: false },
});
new aws.wafv2.WebAclAssociation("FirewallHere", {
  webAclArn: firewall.arn,
  resourceArn: api.nodes.stage!.arn,
});
