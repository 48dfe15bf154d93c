import { declared, isKept, stage } from "./here";
import { dataKey } from "./secret";

/** A bucket of ours: versions, our key, TLS alone, nothing public, and not emptied by a mistake. */
const bucket = (name: string, args: sst.aws.BucketArgs, more: (args: aws.s3.BucketArgs) => void = () => undefined) =>
  new sst.aws.Bucket(name, {
    versioning: true,
    enforceHttps: true,
    cors: false,
    ...args,
    transform: {
      ...args.transform,
      bucket: (found, options) => {
        found.forceDestroy = !isKept;
        options.protect = isKept;
        more(found);
      },
    },
  });

/** Whoever else may: administrators of the account too. What goes by age goes by S3's own rules. */
const onlyJanitor = {
  effect: "deny" as const,
  principals: "*" as const,
  actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  conditions: [
    {
      test: "ArnNotLike",
      variable: "aws:PrincipalArn",
      values: [`arn:aws:iam::${declared.account}:role/pegbar-${stage.name}-JanitorRole-*`],
    },
  ],
};

/**
 * Everything of the studios, below `<tenant id>/`. Written once: a PUT must demand that the key is new. Parts of a
 * multipart upload cannot, their completion can.
 */
export const objects = bucket("ObjectStore", {
  policy: [
    {
      effect: "deny",
      principals: "*",
      actions: ["s3:PutObject"],
      // A preview takes the place of the one before it.
      paths: ["*/inputs/*", "*/assets/*", "*/credentialed/*", "*/models/*", "*/thumbnails/*"],
      conditions: [
        { test: "Null", variable: "s3:if-none-match", values: ["true"] },
        { test: "Bool", variable: "s3:ObjectCreationOperation", values: ["true"] },
      ],
    },
    ...(isKept ? [onlyJanitor] : []),
  ],
});

const encrypted = (name: string, of: sst.aws.Bucket) =>
  new aws.s3.BucketServerSideEncryptionConfiguration(name, {
    bucket: of.name,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: dataKey.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
encrypted("ObjectsEncryption", objects);

/** Objects are tagged by what they are: a prefix begins with the tenant and cannot tell. */
const tagged = (value: string) => ({ tag: { key: "pegbar:kind", value } });
const { infrequent, instant, deep, rejected, noncurrent } = stage.lifecycle;
new aws.s3.BucketLifecycleConfiguration("ObjectsLifecycle", {
  bucket: objects.name,
  rules: [
    {
      id: "unfinished",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
    },
    { id: "previews", status: "Enabled", filter: tagged("preview"), expiration: { days: 7 } },
    {
      id: "assets",
      status: "Enabled",
      filter: tagged("asset"),
      transitions: [
        { days: infrequent, storageClass: "STANDARD_IA" },
        { days: instant, storageClass: "GLACIER_IR" },
        { days: deep, storageClass: "DEEP_ARCHIVE" },
      ],
    },
    {
      id: "rejected",
      status: "Enabled",
      filter: { tag: { key: "pegbar:review", value: "rejected" } },
      expiration: { days: rejected },
    },
    {
      id: "noncurrent",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: noncurrent },
    },
  ],
});

/** Where the operator lays models for all studios, for the importer to bring into the store: `npm run models`. */
export const sources = bucket("ModelSource", {});
encrypted("SourcesEncryption", sources);

/** Signed heads of the logs, which nobody can take back, the account's owner included. */
export const anchors = bucket("AnchorStore", {}, (args) => {
  args.objectLockEnabled = true;
});
encrypted("AnchorsEncryption", anchors);
if (stage.anchorYears > 0)
  new aws.s3.BucketObjectLockConfiguration("AnchorsLock", {
    bucket: anchors.name,
    rule: { defaultRetention: { mode: "COMPLIANCE", years: stage.anchorYears } },
  });

/** A link to a bucket would bring the right to do anything with it: functions are told its name alone. */
export const objectBucket = new sst.Linkable("Objects", { properties: { name: objects.name, versioned: true } });
export const anchorBucket = new sst.Linkable("Anchors", { properties: { name: anchors.name, versioned: true } });

/** What objects are made with and read by. Each function gets the verbs it needs, and no more. */
export const objectRights = {
  read: (...prefixes: string[]) => ({ actions: ["s3:GetObject"], resources: prefixes.map(below) }),
  write: (...prefixes: string[]) => ({
    actions: ["s3:PutObject", "s3:PutObjectTagging", "s3:AbortMultipartUpload"],
    resources: prefixes.map(below),
  }),
  remove: () => ({
    actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
    resources: [$interpolate`${objects.arn}/*`],
  }),
  list: () => ({ actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [objects.arn] }),
  readKey: () => ({ actions: ["kms:Decrypt"], resources: [dataKey.arn] }),
  key: () => ({ actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [dataKey.arn] }),
};
const below = (prefix: string) => $interpolate`${objects.arn}/*/${prefix}/*`;
