import { relative } from "node:path";
import { declared, stage } from "./here";
import { metricNamespace } from "./metric-namespace";
import { functions as group, usedSubnets } from "./network";

interface Options {
  /** Entry below packages/functions/src; bundled by packages/functions/scripts before a deploy. */
  entry: string;
  memory: 256 | 512 | 1024 | 1769 | 3008;
  seconds: number;
  link?: unknown[];
  permissions?: sst.aws.FunctionPermissionArgs[];
  /**
   * Whether it runs in the private network. Only functions that need the internet run outside, without the database.
   */
  inside?: boolean;
  /** Reserved concurrency, if a burst could overload a downstream system. */
  reserved?: number;
  streaming?: boolean;
  /** Default: 64-bit Arm. Others only if a library requires it. */
  architecture?: "x86_64";
  /** Arn of an access point, mounted at /mnt/models. */
  models?: $util.Input<string>;
  /** Its own security group instead of the one of all functions. */
  group?: aws.ec2.SecurityGroup;
  /** Resources to create before it. */
  after?: $util.Resource[];
  environment?: Record<string, $util.Input<string>>;
  /** Files to copy next to the bundle: source path → name. */
  files?: Record<string, string>;
}

const first: $util.Resource[] = [];
/** Functions that are created after this call wait for these resources. */
export const startAfter = (resource: $util.Resource): void => void first.push(resource);

/**
 * Only Lambda may assume a function's role. SST's default also trusts the account's root, so that any principal with
 * `sts:AssumeRole` could become it: its `!dev` tests an output, which is never false (SST 4.17.1,
 * platform/src/components/aws/function.ts, createRole).
 */
const trustLambda = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** Where functions send their spans. The name of a span's service is the function's. */
const traceEnvironment: Record<string, string> =
  declared.otlpEndpoint === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: declared.otlpEndpoint };

const taken = new Set<string>();

/** Creates a function with its own role, which has only the given permissions. */
export function lambda(name: string, options: Options): sst.aws.Function {
  const { entry, memory, seconds, inside = false } = options;
  // Each function needs its own folder, because SST writes its linked resources there.
  if (taken.has(entry)) throw new Error(`${entry} is already used by another function. Give ${name} its own entry.`);
  taken.add(entry);
  // Copied now, because SST's transform runs later, when the list may contain resources that wait for this function.
  const after = [...first, ...(options.after ?? [])];
  const args: sst.aws.FunctionArgs = {
    handler: "bundle.handler",
    bundle: `${process.env["PEGBAR_BUNDLES"] ?? `${$cli.paths.root}/dist.functions`}/${entry.replace("/", "-")}`,
    runtime: "nodejs24.x",
    architecture: options.architecture ?? "arm64",
    memory: `${memory} MB`,
    timeout: `${seconds} seconds`,
    link: options.link ?? [],
    permissions: options.permissions ?? [],
    logging: { retention: logRetention, format: "json" },
    copyFiles: Object.entries(options.files ?? {}).map(([to, from]) => ({
      from: relative($cli.paths.root, from),
      to,
    })),
    environment: {
      NODE_OPTIONS: "--enable-source-maps",
      PEGBAR_METRIC_NAMESPACE: metricNamespace,
      // The database's certificate is signed by RDS's authority, which Lambda provides as a file that Node must load.
      ...(inside ? { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" } : {}),
      // Functions outside of the private network cannot reach it.
      ...(inside ? traceEnvironment : {}),
      ...options.environment,
    },
    ...(options.streaming === undefined ? {} : { streaming: options.streaming }),
    ...(options.reserved === undefined ? {} : { concurrency: { reserved: options.reserved } }),
    ...(options.models === undefined ? {} : { volume: { efs: options.models, path: "/mnt/models" } }),
    ...(inside ? { vpc: { privateSubnets: usedSubnets, securityGroups: [(options.group ?? group).id] } } : {}),
    // Dependencies of a component do not apply to its parts.
    transform: {
      function: (_args, options) => {
        options.dependsOn = after;
      },
      role: (args) => {
        args.assumeRolePolicy = trustLambda;
      },
    },
  };
  const made = new sst.aws.Function(name, args);
  functions.set(name, made);
  return made;
}

/** All functions that were declared so far, by name: each gets an alarm. */
export const functions = new Map<string, sst.aws.Function>();

/** Log retention, in SST's notation. */
export const logRetention = ({ 7: "1 week", 30: "1 month", 365: "1 year" } as const)[stage.logDays];

/** Runs a function every minute, or every hour in a stage that may idle. */
export const schedule = (name: string, of: sst.aws.Function): void =>
  runOnSchedule(name, stage.background === "minute" ? "rate(1 minute)" : "rate(1 hour)", of);

type Rate = "rate(1 minute)" | "rate(5 minutes)" | "rate(1 hour)";

/** Functions that run on a schedule, by name: each gets an alarm for when it stops. */
export const schedules = new Map<string, { of: sst.aws.Function; rate: Rate }>();

/** Runs a function on a schedule. Without retries, because the next run does the work of a failed one. */
export function runOnSchedule(name: string, rate: Rate, of: sst.aws.Function): void {
  schedules.set(name.replace(/Schedule$/, ""), { of, rate });
  new sst.aws.CronV2(name, { schedule: rate, function: of.arn, retries: 0 });
  // By default, Lambda retries asynchronous invocations twice and keeps throttled ones for hours.
  new aws.lambda.FunctionEventInvokeConfig(`${name}Once`, {
    functionName: of.name,
    maximumRetryAttempts: 0,
    maximumEventAgeInSeconds: 60,
  });
}

/** Invokes a function for each message of a queue, which needs the permissions of `takes`. */
export const consumes = (name: string, of: sst.aws.Function, queue: sst.aws.Queue, atOnce: number) =>
  new aws.lambda.EventSourceMapping(name, {
    eventSourceArn: queue.arn,
    functionName: of.arn,
    batchSize: 1,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: atOnce },
  });
