import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { charts, controllers, images } from "./gpu/repositories.ts";
import { readStage } from "./stage.ts";

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "a digest of a pushed image: sha256:…");
/** A Helm chart in the account's private registry, by the digest that `helm push` printed. */
const Chart = z.strictObject({ version: z.string().min(1), digest: Digest });

/** The oldest release that nodes may run. SOCI's parallel pull (karpenter.ts) exists since 1.44.0; later ones fix it. */
const OLDEST_BOTTLEROCKET = [1, 46] as const;
const OLD_BOTTLEROCKET = `${OLDEST_BOTTLEROCKET.join(".")} or later. Declare a newer Bottlerocket.`;
function isBottlerocketSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST_BOTTLEROCKET[0] || (major === OLDEST_BOTTLEROCKET[0] && minor >= OLDEST_BOTTLEROCKET[1]);
}

const each = <Name extends string, S extends z.ZodType>(names: readonly Name[], shape: S): Record<Name, S> =>
  Object.fromEntries(names.map((name) => [name, shape])) as Record<Name, S>;

/**
 * Values that only exist with an account: pushed images, chosen versions, recipients of alarms. The bootstrap writes
 * them (docs/operations/cloud.md). There are no defaults: a missing value stops the deploy.
 */
export const Declared = z.strictObject({
  account: z.string().regex(/^\d{12}$/, "the account's twelve digits"),
  region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, "such as eu-west-1"),
  /** E-mail address for alarms. */
  alarmEmail: z.email(),
  /** Address of the folder docs/operations/runbooks, as operators read it; alerts link to it. Null for its path. */
  runbooks: z.url().nullable().default(null),
  /** Name of the studio that the stage serves, for cost tags; null if it serves several. */
  studio: z.string().min(1).max(256).nullable().default(null),
  /** Domain names of the API and the portal; null for names that AWS generates. */
  domain: z.strictObject({ api: z.string(), portal: z.string() }).nullable(),
  /** Aurora's version of PostgreSQL, from `aws rds describe-db-engine-versions`. 17 at least: the janitor needs MAINTAIN. */
  postgres: z.string().regex(/^(1[7-9]|[2-9]\d)\.\d+$/, "17.0 or later"),
  /** Date on which the database's passwords were created. Changing it creates new passwords. */
  passwordsSince: z.iso.date(),
  /** A cluster and a time to restore from, for a drill or after a loss; null for an empty database. */
  restore: z.strictObject({ cluster: z.string().min(1), at: z.iso.datetime() }).nullable(),
  /** From `aws eks describe-cluster-versions`. */
  kubernetes: z.string().regex(/^1\.\d+$/),
  /** From `aws ssm get-parameter /aws/service/bottlerocket/aws-k8s-…-nvidia/x86_64/latest/image_version`. */
  bottlerocket: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .refine(isBottlerocketSupported, OLD_BOTTLEROCKET),
  /** The same for the controllers' nodes: `version-commit`, from `aws eks describe-nodegroup` or the release notes. */
  bottlerocketRelease: z
    .string()
    .regex(/^\d+\.\d+\.\d+-[0-9a-f]+$/)
    .refine(isBottlerocketSupported, OLD_BOTTLEROCKET),
  /** Hour (UTC) from which nodes with an old image may be replaced, for four hours. Choose the studios' night. */
  nightHour: z.int().min(0).max(23).default(1),
  /** Roles that deploy, and therefore may change the cluster. */
  deployers: z.array(z.string().regex(/^arn:aws:iam::\d{12}:role\//)).min(1),
  /** Address ranges that may reach the cluster's API from outside; none for production. */
  clusterCidrs: z.array(z.cidrv4()),
  /**
   * The network of the runner that deploys, in the same account and region, which is peered with the stage's network.
   * It is the only way to a cluster whose API is private. One per stage, because all stages use the same addresses.
   * Null if `clusterCidrs` admits the runner.
   */
  runner: z
    .strictObject({
      vpc: z.string().regex(/^vpc-/),
      cidr: z.cidrv4().refine((cidr) => !cidr.startsWith("10.0."), "another network than the stage's, 10.0.0.0/16"),
      /** Route tables of the subnets that it runs in. */
      routeTables: z.array(z.string().regex(/^rtb-/)).min(1),
      securityGroup: z.string().regex(/^sg-/),
    })
    .nullable(),
  /** Images that `images/build.ts` pushed. */
  images: z.strictObject(each(images, Digest)),
  charts: z.strictObject(each(charts, Chart)),
  /** Multi-architecture images of the controllers that these charts start, because their nodes are 64-bit Arm. */
  controllers: z.strictObject(each(controllers, Digest)),
  /** EKS add-ons, from `aws eks describe-addon-versions`. */
  addons: z.strictObject({
    "vpc-cni": z.string().min(1),
    coredns: z.string().min(1),
    "kube-proxy": z.string().min(1),
    "aws-efs-csi-driver": z.string().min(1),
    "eks-pod-identity-agent": z.string().min(1),
    "eks-node-monitoring-agent": z.string().min(1),
  }),
  /**
   * OTLP/HTTP endpoint for traces, such as an OpenTelemetry collector behind an internal load balancer; null for no traces.
   * It must be reachable from the private network on port 443, since functions and workers have no internet access.
   */
  otlpEndpoint: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
  /** Address that Cognito sends mail from, of a domain that SES has verified; null for Cognito's own, 50 mails a day. */
  mailFrom: z.email().nullable().default(null),
  /**
   * Destination of copies that nothing in this account can delete: another region, and with `account` another account,
   * whose owner has created the buckets, the key and the vault (docs/operations/cloud.md). Null for a vault in this account
   * and the neighbouring region.
   */
  vault: z
    .strictObject({
      account: z.string().regex(/^\d{12}$/),
      region: z.string().regex(/^[a-z]{2}-[a-z]+-\d$/),
      objectsBucket: z.string().regex(/^arn:aws:s3:::/),
      anchorsBucket: z.string().regex(/^arn:aws:s3:::/),
      key: z.string().regex(/^arn:aws:kms:/),
      backupVault: z.string().regex(/^arn:aws:backup:/),
    })
    .nullable()
    .default(null),
  /** Another issuer than Cognito, as docs/sign-in.md describes it; null for Cognito. */
  issuer: z.record(z.string(), z.unknown()).nullable(),
  /** Overrides of the stage's values in infra/stage.ts. */
  shape: z
    .strictObject({
      zones: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
      gpuTier: z.boolean().optional(),
      readers: z.union([z.literal(0), z.literal(1)]).optional(),
      secondRegion: z.boolean().optional(),
    })
    .default({}),
  /** Certificates under which results are signed (C2PA), PEM, the signer's first; empty to sign nothing. */
  credentialsChain: z.string(),
});
export type Declared = z.output<typeof Declared>;

const getFile = (root: string, stage: string): string =>
  process.env["PEGBAR_DECLARED"] ?? path.join(root, "infra/declared", `${stage}.json`);

/** Path of the golden image's snapshot, which `images/build.ts` writes next to the declared values. */
export const getImageFile = (declared: string): string => declared.replace(/\.json$/, ".image.json");

/** The snapshot of the golden image, which must match the declared image. */
export function getSnapshotFile(root: string, stage: string, { images }: Declared): string {
  const file = getImageFile(getFile(root, stage));
  const again = `Build the images again: npm run images -- --stage ${stage} --registry …`;
  if (!existsSync(file)) throw new Error(`${file} is missing. ${again}`);
  const { imageDigest } = z.object({ imageDigest: Digest }).parse(JSON.parse(readFileSync(file, "utf8")));
  if (imageDigest !== images.comfyui)
    throw new Error(`${file} belongs to the image ${imageDigest}, but ${images.comfyui} is declared. ${again}`);
  return file;
}

/** Reads a stage's studio before its other values. Null if it serves several, or if its file is missing or invalid. */
export function readStudio(root: string, stage: string): string | null {
  const file = getFile(root, stage);
  if (!existsSync(file)) return null;
  const found = Declared.pick({ studio: true }).safeParse({
    studio: (JSON.parse(readFileSync(file, "utf8")) as { studio?: unknown }).studio,
  });
  return found.success ? found.data.studio : null;
}

/** Reads a stage's declared values. @throws Error that lists everything that is missing */
export function readDeclared(root: string, stage: string, kind: string): Declared {
  const file = getFile(root, stage);
  if (!existsSync(file)) throw new Error(`${file} is missing. Create it as described in docs/operations/cloud.md.`);
  const found = Declared.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!found.success) throw new Error(`${file} is not complete:\n${z.prettifyError(found.error)}`);
  if (kind === "prod" && found.data.clusterCidrs.length > 0)
    throw new Error(`${file}: production's cluster must not be reachable from outside. Empty clusterCidrs.`);
  const { gpuTier } = readStage(stage, found.data.shape);
  if (gpuTier && found.data.clusterCidrs.length === 0 && found.data.runner === null)
    throw new Error(`${file}: the cluster could not be reached for a deploy. Declare runner or clusterCidrs.`);
  return found.data;
}
