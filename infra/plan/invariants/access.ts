import { ACCOUNT, REGION } from "../answers.ts";
import type { Planned } from "../plan.ts";
import {
  getValue,
  changeResource,
  list,
  getByName,
  getStageName,
  hasGpuTier,
  filterByType,
  parseStatements,
  toText,
  listStatements,
  listPolicies,
  grant,
} from "../query.ts";
import type { Invariant } from "./invariant.ts";
import { simulate } from "./simulate.ts";

const STORE = "arn:aws:s3:::objectstorebucket";
const MODELS = `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:file-system/ModelStore`;
const POINT = (name: string) => `arn:aws:elasticfilesystem:${REGION}:${ACCOUNT}:access-point/${name}`;

/** Whether the policies of a role in the plan allow an action. */
const isAllowed = (
  plan: readonly Planned[],
  role: string,
  action: string,
  resource: string,
  { context, resourcePolicy }: { context?: Record<string, string>; resourcePolicy?: unknown } = {},
): Promise<boolean> =>
  simulate({
    policies: listPolicies(getByName(plan, role)),
    role,
    action,
    resource,
    ...(resourcePolicy === undefined ? {} : { resourcePolicy: JSON.parse(toText(resourcePolicy)) }),
    ...(context ? { context } : {}),
  });

const listRoles = (plan: readonly Planned[]) => filterByType(plan, "iam/role:Role").map(({ name }) => name);
const workers = ["WorkerlightRole", "WorkerheavyRole", "WorkerxlRole"];

/** Default policy of a KMS key, which leaves the decision to the policies of the account. */
const KEY_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" }],
});

async function listAllowed(
  plan: readonly Planned[],
  among: readonly string[],
  action: string,
  resource: string,
): Promise<string[]> {
  const found: string[] = [];
  const more = action.startsWith("kms:") ? { resourcePolicy: KEY_POLICY } : {};
  for (const role of among) if (await isAllowed(plan, role, action, resource, more)) found.push(role);
  return found;
}

const expectOnly = (what: string, found: readonly string[], allowed: readonly string[]) => [
  ...found.filter((role) => !allowed.includes(role)).map((role) => `${role} may ${what}`),
  ...allowed.filter((role) => !found.includes(role)).map((role) => `${role} may not ${what}`),
];

const ANCHORS = "arn:aws:s3:::anchorstorebucket";
const kms = (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name}`;
const sqs = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}Queue`;
const lambda = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
const sending = ["LightWork", "HeavyWork", "XlWork", "MediaWork", "RenditionWork", "ModelWork"];
/** Calls of the adapters to AWS, by the roles that use them: packages/functions/src, packages/core/src/platform/adapter. */
const needed: [role: string, action: string, resource: string][] = [
  ...["ApiRole", "WorkRole", "MediaRole", "RenditionsRole", "ModelsRole", "RepairRole"].flatMap((role) =>
    sending.map((queue): [string, string, string] => [role, "sqs:SendMessage", sqs(queue)]),
  ),
  // Presigned uploads and downloads.
  ...["inputs", "models"].map((kind): [string, string, string] => [
    "ApiRole",
    "s3:PutObject",
    `${STORE}/ten_1/${kind}/x`,
  ]),
  ...["inputs", "assets", "previews", "thumbnails", "models", "credentialed", "renditions", "shared"].map(
    (kind): [string, string, string] => ["ApiRole", "s3:GetObject", `${STORE}/ten_1/${kind}/x`],
  ),
  ...["assets", "previews"].flatMap((kind): [string, string, string][] => [
    ["WorkRole", "s3:PutObject", `${STORE}/ten_1/${kind}/x`],
    // Previews and assets have a tag for their kind.
    ["WorkRole", "s3:PutObjectTagging", `${STORE}/ten_1/${kind}/x`],
  ]),
  ["WorkRole", "s3:GetObject", `${STORE}/ten_1/inputs/x`],
  ["WorkRole", "s3:GetObject", `${STORE}/ten_1/assets/x`],
  ...["inputs", "assets"].map((kind): [string, string, string] => [
    "MediaRole",
    "s3:GetObject",
    `${STORE}/ten_1/${kind}/x`,
  ]),
  ...["thumbnails", "credentialed", "shared"].map((kind): [string, string, string] => [
    "MediaRole",
    "s3:PutObject",
    `${STORE}/ten_1/${kind}/x`,
  ]),
  ["EventsRole", "s3:GetObject", `${STORE}/ten_1/previews/p`],
  ["EventsRole", "kms:Decrypt", kms("DataKey")],
  ["EventsRole", "ssm:GetParameter", `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/pegbar/STAGE/issuer-keys`],
  ["MediaRole", "kms:Sign", kms("CredentialSigningKey")],
  ["MediaRole", "sqs:ReceiveMessage", sqs("MediaWork")],
  ["RenditionsRole", "sqs:ReceiveMessage", sqs("RenditionWork")],
  ["RenditionsRole", "s3:GetObject", `${STORE}/ten_1/assets/x`],
  ["RenditionsRole", "s3:PutObject", `${STORE}/ten_1/renditions/x`],
  ["ModelsRole", "s3:GetObject", `${STORE}/ten_1/models/x`],
  ["ModelsRole", "s3:AbortMultipartUpload", `${STORE}/ten_1/models/x`],
  ["ModelsRole", "sqs:ReceiveMessage", sqs("ModelWork")],
  ...["ApiRole", "WorkRole", "MediaRole", "RenditionsRole", "ModelsRole", "SequencerRole"].flatMap((role) =>
    ["kms:Decrypt", "kms:GenerateDataKey"].map((action): [string, string, string] => [role, action, kms("DataKey")]),
  ),
  ["SequencerRole", "s3:PutObject", `${ANCHORS}/checkpoint`],
  ["SequencerRole", "s3:GetObject", `${ANCHORS}/checkpoint`],
  ["SequencerRole", "s3:ListBucket", ANCHORS],
  // Counts of dispatch tickets in the queues and dead-letter queues.
  ...["LightWork", "HeavyWork", "XlWork", "LightDead", "HeavyDead", "XlDead"].map((queue): [string, string, string] => [
    "RepairRole",
    "sqs:GetQueueAttributes",
    sqs(queue),
  ]),
  ["RepairRole", "sqs:DeleteMessage", sqs("LightDead")],
  ["RepairRole", "lambda:InvokeFunction", lambda("PlanAssignerFunction")],
  ["WebhooksRole", "lambda:InvokeFunction", lambda("WebhookCallerFunction")],
  ["ApiRole", "lambda:InvokeFunction", lambda("WebhookCallerFunction")],
  ["JanitorRole", "s3:ListBucketVersions", STORE],
  ["JanitorRole", "s3:DeleteObjectVersion", `${STORE}/ten_1/assets/a`],
  ["AuthorizerRole", "ssm:GetParameter", `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/pegbar/STAGE/issuer-keys`],
  ["IssuerKeysRole", "ssm:PutParameter", `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/pegbar/STAGE/issuer-keys`],
  ["ApiRole", "eks:DescribeCluster", `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/pegbar-STAGE`],
  ["AlertmanagerRole", "sns:Publish", `arn:aws:sns:${REGION}:${ACCOUNT}:DutyTopic`],
  ["AlertmanagerRole", "kms:GenerateDataKey", kms("DutyKey")],
  ["CloudwatchExporterRole", "cloudwatch:GetMetricData", "*"],
  ["CloudwatchExporterRole", "cloudwatch:ListMetrics", "*"],
];

/** Roles that only exist with the GPU tier. */
const GPU_ROLES = ["WorkRole", "ModelsRole", "AlertmanagerRole", "CloudwatchExporterRole"];

export const access: Invariant[] = [
  {
    name: "workers cannot read buckets or write objects",
    needs: "GPU tier",
    why: "their pods run custom nodes, so they only get URLs for their current job",
    check: async (plan) => [
      ...(await listAllowed(plan, workers, "s3:GetObject", `${STORE}/ten_1/inputs/inp_1`)).map(
        (role) => `${role} can read objects`,
      ),
      ...(await listAllowed(plan, workers, "s3:PutObject", `${STORE}/ten_1/assets/a`)).map(
        (role) => `${role} can write objects`,
      ),
      ...(await listAllowed(plan, workers, "s3:ListBucket", STORE)).map((role) => `${role} can list the bucket`),
    ],
    plant: (plan) => grant(plan, "WorkerlightRole", { Action: "s3:GetObject", Resource: `${STORE}/*` }),
  },
  {
    name: "workers can only receive from the queue of their class, and cannot send",
    needs: "GPU tier",
    why: "whoever can send dispatch tickets can start GPUs",
    check: async (plan) => {
      const found: string[] = [];
      for (const [name, role] of [
        ["Light", "WorkerlightRole"],
        ["Heavy", "WorkerheavyRole"],
        ["Xl", "WorkerxlRole"],
      ] as const) {
        const queue = (title: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${title}WorkQueue`;
        for (const title of ["Light", "Heavy", "Xl", "Media"])
          if ((await isAllowed(plan, role, "sqs:ReceiveMessage", queue(title))) !== (title === name))
            found.push(`${role} has the wrong access to the queue ${title}`);
        if (await isAllowed(plan, role, "sqs:SendMessage", queue(name)))
          found.push(`${role} can send dispatch tickets`);
      }
      return found;
    },
    plant: (plan) =>
      grant(plan, "WorkerheavyRole", { Action: "sqs:*", Resource: `arn:aws:sqs:${REGION}:${ACCOUNT}:*` }),
  },
  {
    name: "only the janitor can delete objects",
    why: "a bug in another function must not delete pictures",
    check: async (plan) =>
      expectOnly(
        "delete objects",
        await listAllowed(plan, listRoles(plan), "s3:DeleteObject", `${STORE}/ten_1/assets/a`),
        ["JanitorRole"],
      ),
    plant: (plan) => grant(plan, "ApiRole", { Action: "s3:*", Resource: `${STORE}/*` }),
  },
  {
    name: "the API can only presign uploads to a tenant's inputs and models",
    why: "a presigned URL has the permissions of its signer",
    check: async (plan) => {
      const found: string[] = [];
      for (const [key, wanted] of [
        ["ten_1/inputs/inp_1", true],
        ["ten_1/models/mdl_1", true],
        ["ten_1/assets/att_1/a.png", false],
        ["ten_1/thumbnails/a.webp", false],
        ["ten_1/shared/shr_1/a.webp", false],
        ["shared", false],
        ["inputs/inp_1", false],
      ] as const)
        if ((await isAllowed(plan, "ApiRole", "s3:PutObject", `${STORE}/${key}`)) !== wanted)
          found.push(`s3:PutObject is ${wanted ? "denied" : "allowed"} for ${key}`);
      return found;
    },
    plant: (plan) => grant(plan, "ApiRole", { Action: "s3:PutObject", Resource: `${STORE}/*` }),
  },
  {
    name: "only the sequencer can sign heads of logs",
    why: "two signers could sign two different histories",
    check: async (plan) => {
      const found = await Promise.all(
        ["LogKeyEd25519", "LogKeyMlDsa44"].map((key) =>
          listAllowed(plan, listRoles(plan), "kms:Sign", `arn:aws:kms:${REGION}:${ACCOUNT}:key/${key}`),
        ),
      );
      return found.flatMap((one) => expectOnly("sign", one, ["SequencerRole"]));
    },
    plant: (plan) => grant(plan, "RepairRole", { Action: "kms:*", Resource: "*" }),
  },
  {
    name: "each function has the permissions that its code needs",
    why: "a missing permission is only noticed at its first use, when an anchor, correction or upload fails",
    check: async (plan) => {
      const found: string[] = [];
      const stage = getStageName(plan);
      for (const [role, action, where] of needed) {
        if (!hasGpuTier(plan) && (GPU_ROLES.includes(role) || action.startsWith("eks:"))) continue;
        const resource = where.replace("STAGE", stage);
        if (!(await listAllowed(plan, [role], action, resource)).includes(role))
          found.push(`${role} may not ${action} ${resource}`);
      }
      return found;
    },
    plant: (plan) =>
      changeResource(plan, "SequencerRole", (inputs) => {
        inputs["inlinePolicies"] = JSON.parse(
          toText(inputs["inlinePolicies"]).replaceAll("kms:GenerateDataKey", "kms:Encrypt"),
        );
      }),
  },
  {
    name: "nodes can read models through their access point, and cannot write models",
    needs: "GPU tier",
    why: "the driver mounts with the node's role, so the policy cannot distinguish pods",
    check: async (plan) => {
      const resourcePolicy = getByName(plan, "ModelStorePolicy").inputs["policy"];
      const ask = (role: string, action: string, point: string) =>
        isAllowed(plan, role, `elasticfilesystem:${action}`, MODELS, {
          context: { "elasticfilesystem:AccessPointArn": POINT(point) },
          resourcePolicy,
        });
      const wanted: [string, string, string, boolean][] = [
        ["NodeRole", "ClientMount", "ModelsToRead", true],
        ["NodeRole", "ClientWrite", "ModelsToRead", false],
        ["NodeRole", "ClientWrite", "ModelsToWrite", false],
        ["NodeRole", "ClientRootAccess", "ModelsToRead", false],
        ["NodeRole", "ClientMount", "Other", false],
        ["ImporterRole", "ClientWrite", "ModelsToWrite", true],
        ["ModelsRole", "ClientWrite", "ModelsToWrite", true],
        ["ModelsRole", "ClientWrite", "ModelsToRead", false],
        ["WorkerlightRole", "ClientMount", "ModelsToRead", false],
      ];
      const found: string[] = [];
      for (const [role, action, point, isAllowed] of wanted)
        if ((await ask(role, action, point)) !== isAllowed)
          found.push(`${action} of ${point} is ${isAllowed ? "denied" : "allowed"} for ${role}`);
      return found;
    },
    plant: (plan) =>
      changeResource(plan, "ModelStorePolicy", (inputs) => {
        inputs["policy"] = toText(inputs["policy"]).replace(
          '"elasticfilesystem:ClientMount",',
          '["elasticfilesystem:ClientMount","elasticfilesystem:ClientWrite"],',
        );
      }),
  },
  {
    name: "no role has a wildcard for all actions of a service",
    why: "a wildcard is rarely removed later",
    check: (plan) =>
      filterByType(plan, "iam/role:Role").flatMap(({ name, inputs }) => [
        ...listStatements({ inputs })
          .filter(
            ({ Effect, Action }) =>
              Effect === "Allow" && Action.some((action) => action === "*" || action.endsWith(":*")),
          )
          .map(({ Action }) => `${name} may ${Action.join(", ")}`),
        ...list(inputs["managedPolicyArns"])
          .filter((arn) => /AdministratorAccess|PowerUser|FullAccess/.test(toText(arn)))
          .map((arn) => `${name} has ${toText(arn)}`),
      ]),
    plant: (plan) => grant(plan, "MediaRole", { Action: "s3:*", Resource: "*" }),
  },
  {
    name: "functions with internet access are outside of the private network, and all others are inside",
    why: "a studio can configure any webhook URL, so the function that calls it must have no access to data",
    check: (plan) =>
      filterByType(plan, "lambda/function:Function")
        .filter(({ name }) =>
          /^(Api|Events|Authorizer|Work|Media|Repair|Janitor|Models|Webhooks|WebhookCaller|IssuerKeys|Migrate|PlanAssigner|Sequencer|PreToken)Function$/.test(
            name,
          ),
        )
        .flatMap(({ name, inputs }) => {
          const isInside = list(getValue(inputs, "vpcConfig", "subnetIds")).length > 0;
          const reachesOut = [
            "WebhookCallerFunction",
            "IssuerKeysFunction",
            "PlanAssignerFunction",
            "PreTokenFunction",
          ].includes(name);
          return isInside === reachesOut
            ? [`${name} is ${isInside ? "inside" : "outside"} of the private network`]
            : [];
        }),
    plant: (plan) => changeResource(plan, "WebhooksFunction", (inputs) => delete inputs["vpcConfig"]),
  },
  {
    name: "only the workers of a class can assume its role",
    needs: "GPU tier",
    why: "without conditions, pods of any cluster could assume the role, and a class could take another's work",
    check: (plan) =>
      workers.flatMap((name) => {
        const [statement] = parseStatements(getByName(plan, name).inputs["assumeRolePolicy"]);
        const condition = toText(statement?.Condition);
        return condition.includes(`system:serviceaccount:workers:${name.replace(/^Worker(.+)Role$/, "worker-$1")}"`) &&
          condition.includes("sts.amazonaws.com")
          ? []
          : [`${name} can be assumed by others than its worker`];
      }),
    plant: (plan) =>
      changeResource(plan, "WorkerxlRole", (inputs) => {
        inputs["assumeRolePolicy"] = toText(inputs["assumeRolePolicy"]).replace(
          "workers:worker-xl",
          "workers:worker-light",
        );
      }),
  },
  {
    name: "nodes cannot change the network",
    needs: "GPU tier",
    why: "code that escapes from a worker's container has the node's role",
    check: (plan) =>
      filterByType(plan, "iam/role:Role")
        .filter(
          ({ name, inputs }) =>
            name !== "CniRole" && toText(inputs["managedPolicyArns"]).includes("AmazonEKS_CNI_Policy"),
        )
        .map(({ name }) => `${name} has the CNI's policy`)
        .concat(
          toText(getByName(plan, "AddonVpcCni").inputs["podIdentityAssociations"]).includes("role/CniRole")
            ? []
            : ["the CNI add-on does not have its own role"],
        ),
    plant: (plan) =>
      changeResource(plan, "NodeRole", (inputs) => {
        inputs["managedPolicyArns"] = [
          ...list(inputs["managedPolicyArns"]),
          "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        ];
      }),
  },
  {
    name: "Karpenter launches nodes only into worker subnets, with the workers' security group",
    needs: "GPU tier",
    why: "a node in another subnet or group could reach what workers must not reach",
    check: async (plan) => {
      const subnets = filterByType(plan, "ec2/subnet:Subnet").map(({ name }) => name);
      const groups = filterByType(plan, "ec2/securityGroup:SecurityGroup").map(({ name }) => name);
      // CreateFleet starts instances with the caller's permission for RunInstances, which lists subnets and groups.
      const findLaunchable = async (kind: string, prefix: string, names: readonly string[]) => {
        const found: string[] = [];
        for (const name of names) {
          const resource = `arn:aws:ec2:${REGION}:${ACCOUNT}:${kind}/${prefix}-${name.toLowerCase()}`;
          if (await isAllowed(plan, "KarpenterRole", "ec2:RunInstances", resource)) found.push(name);
        }
        return found;
      };
      const compare = (found: readonly string[], allowed: readonly string[]) => [
        ...found.filter((one) => !allowed.includes(one)).map((one) => `Karpenter launches in ${one}`),
        ...allowed.filter((one) => !found.includes(one)).map((one) => `Karpenter does not launch in ${one}`),
      ];
      return [
        ...compare(
          await findLaunchable("subnet", "subnet", subnets),
          subnets.filter((name) => name.startsWith("WorkerSubnet")),
        ),
        ...compare(await findLaunchable("security-group", "sg", groups), ["WorkerGroup"]),
      ];
    },
    plant: (plan) =>
      grant(plan, "KarpenterRole", {
        Action: "ec2:RunInstances",
        Resource: `arn:aws:ec2:${REGION}:${ACCOUNT}:subnet/*`,
      }),
  },
  {
    name: "the function that assigns usage plans can only change this stage's plans",
    why: "stages of an account share the gateway's API: a bug in a test stage must not throttle production's studios",
    check: async (plan) => {
      const gateway = `arn:aws:apigateway:${REGION}::`;
      const own = filterByType(plan, "apigateway/usagePlan:UsagePlan").map(({ name }) => `${name}-id`);
      const asked: [string, string, boolean][] = [
        ...own.flatMap((id): [string, string, boolean][] => [
          ["apigateway:POST", `/usageplans/${id}/keys`, true],
          ["apigateway:GET", `/usageplans/${id}/keys/k`, true],
          ["apigateway:DELETE", `/usageplans/${id}/keys/k`, true],
          ["apigateway:DELETE", `/usageplans/${id}`, false],
        ]),
        ["apigateway:POST", "/apikeys", true],
        ["apigateway:GET", "/apikeys", true],
        ["apigateway:DELETE", "/apikeys/k", false],
        ["apigateway:POST", "/usageplans/other/keys", false],
        ["apigateway:DELETE", "/usageplans/other/keys/k", false],
      ];
      const found: string[] = [];
      for (const [action, path, wanted] of asked)
        if ((await isAllowed(plan, "PlanAssignerRole", action, `${gateway}${path}`)) !== wanted)
          found.push(`${action} ${path}: ${String(!wanted)}`);
      return found;
    },
    plant: (plan) =>
      grant(plan, "PlanAssignerRole", {
        Action: "apigateway:DELETE",
        Resource: `arn:aws:apigateway:${REGION}::/usageplans/*`,
      }),
  },
  {
    name: "only workers can call the Work API, and only through this network's endpoint",
    needs: "GPU tier",
    why: "claims return URLs of studios' files, which another role with execute-api:Invoke could get",
    check: async (plan) => {
      const resource = `arn:aws:execute-api:${REGION}:${ACCOUNT}:WorkApiApi`;
      // API Gateway expands the short form of a resource when it stores the policy.
      const resourcePolicy: unknown = JSON.parse(
        toText(getByName(plan, "WorkApiApi").inputs["policy"]).replaceAll('"execute-api:/*"', `"${resource}/*"`),
      );
      const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
      const may = (role: string, policies: unknown[], endpoint: string) =>
        simulate({
          policies,
          role,
          action: "execute-api:Invoke",
          resource: `${resource}/prod/POST/claims`,
          resourcePolicy,
          context: { "aws:SourceVpce": endpoint },
        });
      const found: string[] = [];
      for (const { name, inputs } of filterByType(plan, "iam/role:Role")) {
        const role = toText(inputs["name"] ?? name);
        const own = listPolicies({ inputs });
        const isWorker = workers.includes(name);
        if ((await may(role, isWorker ? own : [everything], "ExecuteApiEndpoint-id")) !== isWorker)
          found.push(`${name}: ${String(!isWorker)}`);
        if (await may(role, [everything], "vpce-other")) found.push(`${name} can call it through another endpoint`);
      }
      return found;
    },
    plant: (plan) =>
      changeResource(plan, "WorkApiApi", (inputs) => {
        inputs["policy"] = toText(inputs["policy"]).replace("ArnNotEquals", "ArnEquals");
      }),
  },
  {
    name: "the events function can read previews and results, and no other objects, queues or functions",
    why: "it only streams events, with previews and URLs of results",
    check: async (plan) => {
      const asked: [string, string, boolean][] = [
        ["s3:GetObject", `${STORE}/ten_1/previews/p`, true],
        ["s3:GetObject", `${STORE}/ten_1/assets/a`, true],
        ["s3:GetObject", `${STORE}/ten_1/inputs/i`, false],
        ["s3:PutObject", `${STORE}/ten_1/inputs/i`, false],
        ["s3:ListBucket", STORE, false],
        ["sqs:SendMessage", sqs("LightWork"), false],
        ["lambda:InvokeFunction", lambda("WebhookCallerFunction"), false],
      ];
      const found: string[] = [];
      for (const [action, resource, wanted] of asked)
        if ((await isAllowed(plan, "EventsRole", action, resource)) !== wanted)
          found.push(`${action} ${resource}: ${String(!wanted)}`);
      return found;
    },
    plant: (plan) => grant(plan, "EventsRole", { Action: "s3:GetObject", Resource: `${STORE}/*` }),
  },
];
