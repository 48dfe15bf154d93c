import { declared, isKept, stage } from "./here";
import { database as group, vpc } from "./network";
import { dataKey } from "./secret";

/** Roles of packages/core/src/schema/columns.ts, each with its own password. Only the migration uses the owner. */
const ROLES = ["owner", "app", "identity", "dispatch", "operator", "sequencer", "public", "webhook"] as const;
type Role = (typeof ROLES)[number];

const passwords = Object.fromEntries(
  ROLES.map((role) => [
    role,
    // The password is part of a URL.
    new random.RandomPassword(`Password${role}`, {
      length: 48,
      special: false,
      keepers: { since: declared.passwordsSince },
    }).result,
  ]),
) as Record<Role, $util.Output<string>>;

const clusterName = `pegbar-${stage.name}`;
/** Name of the proxy, which alarms use. */
export const proxyName = clusterName;
/** Log groups of the database. RDS would create them without retention. */
const logs = [
  `/aws/rds/cluster/${clusterName}/postgresql`,
  ...(stage.database.proxy ? [`/aws/rds/proxy/${proxyName}`] : []),
].map(
  (name, at) =>
    new aws.cloudwatch.LogGroup(at === 0 ? "PostgresLog" : "PostgresProxyLog", {
      name,
      retentionInDays: stage.logDays,
    }),
);

const canPause = stage.database.min === "0 ACU";
const NAME = "pegbar";

export const cluster = new sst.aws.Aurora("Postgres", {
  engine: "postgres",
  version: declared.postgres,
  database: NAME,
  scaling: {
    min: stage.database.min,
    max: stage.database.max,
    ...(canPause ? { pauseAfter: "5 minutes" } : {}),
  },
  replicas: stage.database.replicas,
  vpc: { subnets: vpc.privateSubnets, securityGroups: [group.id] },
  // The migration connects to the cluster directly, so the proxy does not need the owner's password.
  ...(stage.database.proxy
    ? {
        proxy: {
          credentials: ROLES.filter((role) => role !== "owner").map((role) => ({
            username: `pegbar_${role}`,
            password: passwords[role],
          })),
        },
      }
    : {}),
  transform: {
    cluster: (args, options) => {
      args.clusterIdentifier = clusterName;
      options.dependsOn = logs;
      args.kmsKeyId = dataKey.arn;
      args.storageEncrypted = true;
      args.backupRetentionPeriod = stage.database.backupDays;
      args.copyTagsToSnapshot = true;
      args.deletionProtection = isKept;
      args.skipFinalSnapshot = !isKept;
      args.finalSnapshotIdentifier = `pegbar-${stage.name}-final`;
      args.enabledCloudwatchLogsExports = ["postgresql"];
      // Applies only at creation; a later change would replace the cluster.
      options.ignoreChanges = [...(options.ignoreChanges ?? []), "restoreToPointInTime"];
      if (declared.restore !== null)
        args.restoreToPointInTime = {
          sourceClusterIdentifier: declared.restore.cluster,
          restoreToTime: declared.restore.at,
        };
      // Major versions are upgraded explicitly.
      args.allowMajorVersionUpgrade = false;
      options.protect = isKept;
    },
    clusterParameterGroup: (args) => {
      args.parameters = [
        { name: "rds.force_ssl", value: "1" },
        // Error details contain row values, and erasing a person does not remove them from the log.
        { name: "log_error_verbosity", value: "terse" },
        // Connections of functions that Lambda has frozen would keep the database from pausing. Milliseconds.
        ...(canPause ? [{ name: "idle_session_timeout", value: "120000" }] : []),
      ];
    },
    instance: (args) => {
      // Shown by CloudWatch Database Insights: the console of Performance Insights ended on 2026-07-31.
      args.performanceInsightsEnabled = true;
      args.performanceInsightsKmsKeyId = dataKey.arn;
    },
    proxy: (args) => {
      args.name = proxyName;
      args.requireTls = true;
      args.vpcSecurityGroupIds = [group.id];
      args.debugLogging = false;
    },
  },
});

/** Only undefined in `sst dev` with a local database, which this program does not support. */
export const clusterOf = cluster.nodes.cluster!;

/**
 * Connection of a function to the database as one role, through the proxy. Listening connections use the cluster
 * directly, because the proxy would pin their sessions.
 */
const as = (name: string, role: Role) => {
  const at = (host: $util.Input<string | undefined>) =>
    $interpolate`postgres://pegbar_${role}:${passwords[role]}@${host}:5432/${NAME}?sslmode=verify-full`;
  return new sst.Linkable(name, {
    properties: { url: at(cluster.host), listenUrl: at(clusterOf.endpoint) },
  });
};

export const databases = {
  app: as("Database", "app"),
  identity: as("IdentityDatabase", "identity"),
  dispatch: as("DispatchDatabase", "dispatch"),
  operator: as("OperatorDatabase", "operator"),
  sequencer: as("SequencerDatabase", "sequencer"),
  public: as("PublicDatabase", "public"),
  webhook: as("WebhookDatabase", "webhook"),
};

/** Settings of the migration: the cluster with its administrator, and the passwords of the roles. */
export const migration = new sst.Linkable("Migration", {
  properties: {
    adminUrl: $interpolate`postgres://${cluster.username}:${cluster.password}@${clusterOf.endpoint}:5432/postgres?sslmode=verify-full`,
    database: NAME,
    passwords,
  },
});
