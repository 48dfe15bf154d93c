import type { Planned } from "../plan.ts";
import { added, at, changed, list, named, ofType, statementsOf, text, without } from "../look.ts";
import type { Invariant } from "./invariant.ts";
import { allowed } from "./simulate.ts";

const bucketsOfOurs = (plan: readonly Planned[]) =>
  ofType(plan, "s3/bucket:Bucket").filter(({ name }) => /^(Object|Anchor)Store/.test(name));
const of = (plan: readonly Planned[], type: string, bucket: Planned) =>
  ofType(plan, type).filter(({ inputs }) => inputs["bucket"] === bucket.inputs["bucket"]);
const denies = (policy: unknown, key: string, value: string) =>
  statementsOf(policy).some(
    ({ Effect, Condition }) =>
      Effect === "Deny" && text(Condition).includes(`"${key}"`) && text(Condition).includes(value),
  );

/** Whether a stage holds what must outlive a mistake; others can be removed, all of them. */
const isKept = (plan: readonly Planned[]) => named(plan, "GpuCluster").inputs["deletionProtection"] === true;

/** Texts that a value which was not there leaves in what is made of it. */
const HOLES = /https?:\/\/undefined|\[object Object\]|Calling \[toString\] on an \[Output/;

export const data: Invariant[] = [
  {
    name: "nothing is made of a value that is not there",
    why: "an address of undefined deploys well, and leads nowhere",
    check: (plan) => plan.filter(({ inputs }) => HOLES.test(JSON.stringify(inputs))).map(({ name }) => name),
    plant: (plan) => changed(plan, "ObjectStoreBucket", (inputs) => (inputs["bucket"] = "https://undefined/x")),
  },
  {
    name: "every bucket of ours is encrypted with our key, has versions, and speaks TLS alone",
    why: "a copied disk, an overwritten picture, a listener on the wire",
    check: (plan) =>
      bucketsOfOurs(plan).flatMap((bucket) => [
        ...(of(plan, "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", bucket).some(
          ({ inputs }) => at(inputs, "rules", 0, "applyServerSideEncryptionByDefault", "kmsMasterKeyId") !== undefined,
        )
          ? []
          : [`${bucket.name} is not encrypted with our key`]),
        ...(of(plan, "s3/bucketVersioning:BucketVersioning", bucket).length > 0
          ? []
          : [`${bucket.name} has no versions`]),
        ...(of(plan, "s3/bucketPolicy:BucketPolicy", bucket).some(({ inputs }) =>
          denies(inputs["policy"], "aws:SecureTransport", "false"),
        )
          ? []
          : [`${bucket.name} can be spoken to without TLS`]),
      ]),
    plant: (plan) => without(plan, "ObjectsEncryption"),
  },
  {
    name: "no bucket is public",
    why: "films that are not shown yet",
    check: (plan) =>
      ofType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").length < bucketsOfOurs(plan).length
        ? ["a bucket has no block of public access"]
        : ofType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock").flatMap(({ name, inputs }) =>
            ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
              .filter((which) => inputs[which] !== true)
              .map((which) => `${name} leaves ${which} open`),
          ),
    plant: (plan) => {
      const [first] = ofType(plan, "s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      return changed(plan, first?.name ?? "", (inputs) => (inputs["blockPublicPolicy"] = false));
    },
  },
  {
    name: "an object is written once",
    why: "a record that names a hash is worth nothing if the file behind it can change",
    check: (plan) =>
      ofType(plan, "s3/bucketPolicy:BucketPolicy").some(
        ({ name, inputs }) => name.startsWith("ObjectStore") && denies(inputs["policy"], "s3:if-none-match", "true"),
      )
        ? []
        : ["objects can be overwritten"],
    plant: (plan) => {
      const found = ofType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) => name.startsWith("ObjectStore"));
      return changed(plan, found?.name ?? "", (inputs) => (inputs["policy"] = '{"Statement":[]}'));
    },
  },
  {
    name: "the bucket itself lets the janitor alone remove what is in it",
    why: "a role that somebody adds later, or an administrator's mistake, takes no picture with it",
    check: async (plan) => {
      if (!isKept(plan)) return [];
      const policy = ofType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) => name.startsWith("ObjectStore"));
      const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
      const may = (role: string, action: string) =>
        allowed({
          policies: [everything],
          role,
          action,
          resource: "arn:aws:s3:::objectstorebucket/ten_1/assets/a",
          resourcePolicy: JSON.parse(text(policy?.inputs["policy"])),
        });
      const janitor = text(named(plan, "JanitorRole").inputs["name"]);
      const found: string[] = [];
      for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion"]) {
        if (!(await may(janitor, action))) found.push(`the janitor may not ${action}`);
        for (const role of ["Administrator", text(named(plan, "ApiRole").inputs["name"])])
          if (await may(role, action)) found.push(`${role} may ${action}`);
      }
      return found;
    },
    plant: (plan) => {
      const found = ofType(plan, "s3/bucketPolicy:BucketPolicy").find(({ name }) => name.startsWith("ObjectStore"));
      return changed(plan, found?.name ?? "", (inputs) => {
        inputs["policy"] = text(inputs["policy"]).replace("JanitorRole-*", "*");
      });
    },
  },
  {
    name: "a stage of one's own can be removed, and no other",
    why: "a database that cannot go costs money; one that can, everything",
    check: (plan) => {
      const held = [
        ...ofType(plan, "rds/cluster:Cluster").map(({ inputs }) => inputs["deletionProtection"] === true),
        ...bucketsOfOurs(plan).map(({ inputs }) => inputs["forceDestroy"] !== true),
        ...ofType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").map(() => true),
      ];
      return held.every((one) => one === isKept(plan)) ? [] : ["some of it is held, and some is not"];
    },
    plant: (plan) => changed(plan, "PostgresCluster", (inputs) => (inputs["deletionProtection"] = false)),
  },
  {
    name: "anchors cannot be taken back",
    why: "whoever holds the account could rewrite the log's history",
    check: (plan) => {
      const lock = ofType(plan, "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
      const isHard = lock.some(({ inputs }) => at(inputs, "rule", "defaultRetention", "mode") === "COMPLIANCE");
      const isLocked = ofType(plan, "s3/bucket:Bucket").some(
        ({ name, inputs }) => name.startsWith("AnchorStore") && inputs["objectLockEnabled"] === true,
      );
      return (isHard || !isKept(plan)) && isLocked ? [] : ["anchors are not locked"];
    },
    plant: (plan) =>
      changed(
        plan,
        "AnchorsLock",
        (inputs) => (inputs["rule"] = { defaultRetention: { mode: "GOVERNANCE", years: 1 } }),
      ),
  },
  {
    name: "every queue is encrypted and speaks TLS alone",
    why: "the same for what waits",
    check: (plan) =>
      ofType(plan, "sqs/queue:Queue").flatMap(({ name, inputs }) => [
        ...(inputs["sqsManagedSseEnabled"] === true || inputs["kmsMasterKeyId"] !== undefined
          ? []
          : [`${name} is not encrypted`]),
        ...(ofType(plan, "sqs/queuePolicy:QueuePolicy").some(
          (policy) =>
            text(policy.inputs["queueUrl"]).endsWith(`/${name}`) &&
            denies(policy.inputs["policy"], "aws:SecureTransport", "false"),
        )
          ? []
          : [`${name} can be spoken to without TLS`]),
      ]),
    plant: (plan) => changed(plan, "LightWorkQueue", (inputs) => (inputs["sqsManagedSseEnabled"] = false)),
  },
  {
    name: "a message of work comes back five times, then somebody is told",
    why: "the default of three is used up by two lost nodes",
    check: (plan) =>
      ["Light", "Heavy", "Xl"].flatMap((name) => {
        const queue = ofType(plan, "sqs/queue:Queue").find((one) => one.name === `${name}WorkQueue`);
        const policy = JSON.parse(text(queue?.inputs["redrivePolicy"] ?? "{}")) as { maxReceiveCount?: number };
        return policy.maxReceiveCount === 5 && queue?.inputs["visibilityTimeoutSeconds"] === 120
          ? []
          : [`${name}: ${text(policy)}`];
      }),
    plant: (plan) => changed(plan, "HeavyWorkQueue", (inputs) => (inputs["redrivePolicy"] = '{"maxReceiveCount":3}')),
  },
  {
    name: "the database speaks TLS alone, is encrypted with our key and backed up, and is not removed by a mistake",
    why: "it holds everything but the pictures",
    check: (plan) => [
      ...ofType(plan, "rds/cluster:Cluster").flatMap(({ name, inputs }) => [
        ...(inputs["storageEncrypted"] === true && inputs["kmsKeyId"] !== undefined
          ? []
          : [`${name} is not encrypted with our key`]),
        ...(Number(inputs["backupRetentionPeriod"]) >= 1 ? [] : [`${name} has no backups`]),
        ...(inputs["skipFinalSnapshot"] === true && inputs["deletionProtection"] === true
          ? [`${name} contradicts itself`]
          : []),
        ...(inputs["skipFinalSnapshot"] !== inputs["deletionProtection"] ? [] : [`${name} goes without a trace`]),
        ...(inputs["allowMajorVersionUpgrade"] === false ? [] : [`${name} may be upgraded unasked`]),
      ]),
      ...ofType(plan, "rds/proxy:Proxy")
        .filter(({ inputs }) => inputs["requireTls"] !== true)
        .map(({ name }) => `${name} takes connections without TLS`),
      ...ofType(plan, "rds/clusterParameterGroup:ClusterParameterGroup").flatMap(({ name, inputs }) =>
        list(inputs["parameters"]).some((one) => at(one, "name") === "rds.force_ssl" && at(one, "value") === "1")
          ? []
          : [`${name} does not force TLS`],
      ),
    ],
    plant: (plan) => changed(plan, "PostgresProxy", (inputs) => delete inputs["requireTls"]),
  },
  {
    name: "the model store is encrypted, and its root is nobody's",
    why: "a mount without an access point reads every studio's models",
    check: (plan) => [
      ...ofType(plan, "efs/fileSystem:FileSystem")
        .filter(({ inputs }) => inputs["encrypted"] !== true)
        .map(({ name }) => `${name} is not encrypted`),
      ...ofType(plan, "efs/accessPoint:AccessPoint")
        .filter(({ inputs }) => at(inputs, "posixUser", "uid") !== 1000 || at(inputs, "rootDirectory", "path") === "/")
        .map(({ name }) => `${name} is root, or at the root`),
      ...ofType(plan, "efs/fileSystemPolicy:FileSystemPolicy").flatMap(({ name, inputs }) =>
        statementsOf(inputs["policy"])
          .filter(
            ({ Effect, Condition }) =>
              Effect === "Allow" && !text(Condition).includes("elasticfilesystem:AccessPointArn"),
          )
          .map(() => `${name} lets in without an access point`),
      ),
    ],
    plant: (plan) => changed(plan, "ModelsToRead", (inputs) => (inputs["posixUser"] = { uid: 0, gid: 0 })),
  },
  {
    name: "what is written by functions ends some day",
    why: "a log that is kept for ever holds for ever what somebody wrote into it by mistake",
    check: (plan) =>
      ofType(plan, "cloudwatch/logGroup:LogGroup")
        .filter(({ inputs }) => !(Number(inputs["retentionInDays"]) > 0))
        .map(({ name }) => `${name} is kept for ever`),
    plant: (plan) => added(plan, "aws:cloudwatch/logGroup:LogGroup", "Forever", {}),
  },
];
