import { declared, isKept, stage } from "./here";
import { dataKey } from "./secret";

/** A private bucket with versioning, our key, TLS only, and protection from accidental deletion. */
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

/**
 * Applies to all other principals, including administrators of the account. S3's lifecycle rules still delete by age.
 */
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
 * All objects of the studios, below `<tenant id>/`. Written once: a PUT must require that the key is new. Parts of a
 * multipart upload cannot require it, but its completion can.
 */
export const objects = bucket("ObjectStore", {
  policy: [
    {
      effect: "deny",
      principals: "*",
      actions: ["s3:PutObject"],
      // A preview replaces the previous one.
      paths: [
        "*/inputs/*",
        "*/assets/*",
        "*/credentialed/*",
        "*/models/*",
        "*/thumbnails/*",
        "*/renditions/*",
        "*/shared/*",
      ],
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

/** Objects have a tag for their kind, because lifecycle rules need it: prefixes begin with the tenant. */
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

/** Bucket in which operators put models for all studios, which the importer copies to the store: `npm run models`. */
export const sources = bucket("ModelSource", {});
encrypted("SourcesEncryption", sources);

/** Signed heads of the logs, which nobody can delete, not even the owner of the account. */
export const anchors = bucket("AnchorStore", {}, (args) => {
  args.objectLockEnabled = true;
});
encrypted("AnchorsEncryption", anchors);
if (stage.anchorYears > 0)
  new aws.s3.BucketObjectLockConfiguration("AnchorsLock", {
    bucket: anchors.name,
    rule: { defaultRetention: { mode: "COMPLIANCE", years: stage.anchorYears } },
  });

/** Only the name, because a link to a bucket would grant all permissions on it. */
export const objectBucket = new sst.Linkable("Objects", { properties: { name: objects.name, versioned: true } });
export const anchorBucket = new sst.Linkable("Anchors", { properties: { name: anchors.name, versioned: true } });

/** Permissions to use the key of objects. Each function gets only the actions that it needs. */
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
