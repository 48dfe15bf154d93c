import { alarm } from "../alarm";
import { sends } from "../api";
import { shared } from "../background";
import { databases } from "../database";
import { consumes, lambda } from "../function";
import { declared, isKept, stage } from "../here";
import { files, importer, vpc, workerSubnets } from "../network";
import { modelQueue, takes } from "../queue";
import { dataKey } from "../secret";
import { objectRights, sources } from "../storage";
import { nodeRole, role } from "./cluster";
import { importerParameter } from "./importer-settings";
import { image } from "./images";
import { buildInlinePolicies } from "../inline-policy.ts";

/** The model store. SST's component is not used, because it admits the whole network and exposes the root. */
export const store = new aws.efs.FileSystem(
  "ModelStore",
  { encrypted: true, kmsKeyId: dataKey.arn, throughputMode: "elastic", tags: { Name: `pegbar-${stage.name}-models` } },
  { protect: isKept },
);
const targets = workerSubnets.map(
  (subnet, at) =>
    new aws.efs.MountTarget(`ModelStore${at + 1}`, {
      fileSystemId: store.id,
      subnetId: subnet.id,
      securityGroups: [files.id],
    }),
);
new aws.efs.BackupPolicy("ModelStoreBackup", {
  fileSystemId: store.id,
  backupPolicy: { status: isKept ? "ENABLED" : "DISABLED" },
});

const point = (name: string) =>
  new aws.efs.AccessPoint(name, {
    fileSystemId: store.id,
    posixUser: { uid: 1000, gid: 1000 },
    rootDirectory: { path: "/models", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0755" } },
  });
export const readPoint = point("ModelsToRead");
const writePoint = point("ModelsToWrite");

const importerRole = new aws.iam.Role("ImporterRole", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
  inlinePolicies: buildInlinePolicies("own", [
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: $interpolate`${sources.arn}/*` },
    { Effect: "Allow", Action: ["s3:ListBucket"], Resource: sources.arn },
    { Effect: "Allow", Action: ["kms:Decrypt"], Resource: dataKey.arn },
  ]),
});

/**
 * Checks the models of studios and imports them into the store: the code of the media function, with the store mounted.
 */
export const models = lambda("Models", {
  entry: "models/lambda",
  memory: 1769,
  seconds: 900,
  inside: true,
  architecture: "x86_64",
  group: importer,
  models: writePoint.arn,
  // AWS mounts the file system when it creates the function.
  after: targets,
  reserved: 2,
  link: [databases.app, ...shared, new sst.Linkable("ModelFolder", { properties: { path: "/mnt/models" } })],
  permissions: [
    objectRights.read("models"),
    objectRights.write("models"),
    objectRights.list(),
    objectRights.key(),
    sends,
    takes(modelQueue),
  ],
});
consumes("ModelTasks", models, modelQueue, 2);
alarm("ModelsWait", {
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: modelQueue.nodes.queue.name },
  statistic: "Maximum",
  above: 30 * 60,
  evaluations: 5,
  says: "Uploaded models are not being imported. The largest takes a quarter of an hour.",
});

/**
 * Nodes mount with their own role, which is the same for all pods. Therefore they may only read, and nothing in the
 * cluster may write.
 */
new aws.efs.FileSystemPolicy("ModelStorePolicy", {
  fileSystemId: store.id,
  policy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: nodeRole.arn },
        Action: "elasticfilesystem:ClientMount",
        Resource: store.arn,
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": readPoint.arn } },
      },
      {
        Effect: "Allow",
        Principal: { AWS: [importerRole.arn, models.nodes.role.arn] },
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Resource: store.arn,
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": writePoint.arn } },
      },
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "*",
        Resource: store.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
});

/**
 * Imports models for all studios into the store, outside of the cluster, with its own access point and role. An
 * operator starts it (`npm run models`).
 */
const tasksName = `pegbar-${stage.name}-importer`;
// ECS would create it without retention.
const insights = new aws.cloudwatch.LogGroup("ImporterInsightsLog", {
  name: `/aws/ecs/containerinsights/${tasksName}/performance`,
  retentionInDays: stage.logDays,
});
const tasks = new aws.ecs.Cluster(
  "ImporterCluster",
  { name: tasksName, settings: [{ name: "containerInsights", value: "enabled" }] },
  { dependsOn: [insights] },
);
const log = new aws.cloudwatch.LogGroup("ImporterLog", { retentionInDays: stage.logDays });
const task = new aws.ecs.TaskDefinition("Importer", {
  family: `pegbar-${stage.name}-importer`,
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "1024",
  memory: "4096",
  runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
  taskRoleArn: importerRole.arn,
  executionRoleArn: role("ImporterStart", "ecs-tasks.amazonaws.com", ["service-role/AmazonECSTaskExecutionRolePolicy"])
    .arn,
  volumes: [
    {
      name: "models",
      efsVolumeConfiguration: {
        fileSystemId: store.id,
        transitEncryption: "ENABLED",
        authorizationConfig: { accessPointId: writePoint.id, iam: "ENABLED" },
      },
    },
  ],
  containerDefinitions: $jsonStringify([
    {
      name: "importer",
      image: image("importer"),
      essential: true,
      readonlyRootFilesystem: true,
      user: "1000:1000",
      mountPoints: [{ sourceVolume: "models", containerPath: "/models", readOnly: false }],
      environment: [{ name: "AWS_REGION", value: declared.region }],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": log.name,
          "awslogs-region": declared.region,
          "awslogs-stream-prefix": "importer",
        },
      },
    },
  ]),
});

/** Settings for `npm run models`. */
new aws.ssm.Parameter("ImporterSettings", {
  name: importerParameter(stage.name),
  type: "String",
  value: $jsonStringify({
    cluster: tasks.arn,
    task: task.arn,
    container: "importer",
    folder: "/models",
    bucket: sources.name,
    logs: log.name,
    subnets: vpc.privateSubnets,
    securityGroups: [importer.id],
  }),
});
