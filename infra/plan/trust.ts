import { filterByType, getValue, parseStatements, toText, listStatements } from "./query.ts";
import type { Planned } from "./plan.ts";

/** Who may assume roles of a stage, and why. A role without an entry is a finding. */
export interface Trust {
  /** Matches the whole name of the resource in the plan. */
  roles: RegExp;
  /** `Service name` or `Federated arn`, as policies name principals. */
  principal: RegExp;
  /** Condition keys that the trust policy must test, by the end of their name. */
  conditions: readonly string[];
  why: string;
}

const OIDC = /^Federated arn:aws:iam::\d{12}:oidc-provider\//;
const service = (name: string) => new RegExp(`^Service ${name.replaceAll(".", "\\.")}\\.amazonaws\\.com$`);

export const trusts: readonly Trust[] = [
  {
    roles:
      /^(Api|Events|Authorizer|Work|Media|Renditions|Models|Repair|Janitor|Webhooks|WebhookCaller|IssuerKeys|Migrate|PlanAssigner|Sequencer|PreToken)Role$/,
    principal: service("lambda"),
    conditions: [],
    why: "Lambda runs the function's code as this role.",
  },
  {
    roles: /^\w+ScheduleRole$/,
    principal: service("scheduler"),
    conditions: [],
    why: "EventBridge Scheduler invokes the function with this role.",
  },
  {
    roles: /^(Cni|Karpenter|Keda|Alertmanager|CloudwatchExporter)Role$/,
    principal: service("pods.eks"),
    conditions: ["eks-cluster-name", "kubernetes-namespace", "kubernetes-service-account"],
    why: "EKS Pod Identity gives the role to one service account of this cluster.",
  },
  {
    roles: /^Worker(light|heavy|xl)Role$/,
    principal: OIDC,
    conditions: [":sub", ":aud"],
    why: "The worker's container proves its service account with a projected token.",
  },
  {
    roles: /^(Controller)?NodeRole$/,
    principal: service("ec2"),
    conditions: [],
    why: "EC2 gives the role to the node, which joins the cluster and pulls images.",
  },
  {
    roles: /^ClusterRole$/,
    principal: service("eks"),
    conditions: [],
    why: "EKS manages the cluster's network interfaces and load balancers.",
  },
  {
    roles: /^Importer(Role|Start)$/,
    principal: service("ecs-tasks"),
    conditions: [],
    why: "ECS starts the model importer, and runs it.",
  },
  {
    roles: /^PostgresProxyRole$/,
    principal: service("rds"),
    conditions: [],
    why: "RDS Proxy reads the database's passwords.",
  },
  {
    roles: /^ReplicationRole$/,
    principal: service("s3"),
    conditions: [],
    why: "S3 copies results and anchors to the vault.",
  },
  {
    roles: /^BackupRole$/,
    principal: service("backup"),
    conditions: [],
    why: "AWS Backup takes and copies snapshots of the database.",
  },
  {
    roles: /^FlowLogRole$/,
    principal: service("vpc-flow-logs"),
    conditions: [],
    why: "VPC writes flow logs.",
  },
  {
    roles: /^APIGatewayPushToCloudWatchLogsRole$/,
    principal: service("apigateway"),
    conditions: [],
    why: "API Gateway writes access logs.",
  },
];

export interface Assumable {
  role: string;
  /** `Service lambda.amazonaws.com`, `AWS arn:…`, `Federated arn:…`. */
  principals: string[];
  /** Condition keys with their values. */
  conditions: [key: string, value: string][];
}

/** Lists each role of a plan with the principals and conditions of its trust policy. */
export const listAssumable = (plan: readonly Planned[]): Assumable[] =>
  filterByType(plan, "iam/role:Role").map(({ name, inputs }) => {
    const allowed = parseStatements(inputs["assumeRolePolicy"]).filter(({ Effect }) => Effect === "Allow");
    return {
      role: name,
      principals: allowed.flatMap(({ Principal }) => namePrincipals(Principal)),
      conditions: allowed.flatMap(({ Condition = {} }) =>
        Object.values(Condition).flatMap((keys) =>
          Object.entries(keys).map(([key, value]): [string, string] => [key, toText(value)]),
        ),
      ),
    };
  });

const namePrincipals = (principal: unknown): string[] =>
  typeof principal === "string"
    ? [principal]
    : Object.entries(principal ?? {}).flatMap(([kind, names]) =>
        (Array.isArray(names) ? names : [names]).map((one) => `${kind} ${toText(one)}`),
      );

export interface Passable {
  /** Who may pass it. */
  role: string;
  /** ARN of the role that is passed. */
  passed: string;
  /** Service that it may be passed to; undefined if to any. */
  service: string | undefined;
}

/** Lists all permissions to pass a role to a service (`iam:PassRole`) in the roles' own policies. */
export const listPassable = (plan: readonly Planned[]): Passable[] =>
  filterByType(plan, "iam/role:Role").flatMap(({ name, inputs }) =>
    listStatements({ inputs })
      .filter(({ Effect, Action }) => Effect === "Allow" && Action.includes("iam:PassRole"))
      .flatMap(({ Resource, Condition }) =>
        Resource.map((passed) => {
          const service = getValue(Condition, "StringEquals", "iam:PassedToService");
          return { role: name, passed, service: typeof service === "string" ? service : undefined };
        }),
      ),
  );
