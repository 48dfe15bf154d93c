import path from "node:path";
import { formatVerifierKey, createVerifierKey } from "@pegbar/verify";
import { buildRoleUrl } from "@pegbar/core/platform/database/migrate.ts";
import type { Signer } from "@pegbar/core/platform/port";
import { credentials, REGION } from "../store/access.ts";
import { CLI_CLIENT } from "../identity/clients.ts";
import type { CredentialFiles } from "./credential-authority.ts";
import { HOST, type Measured, type Part, type PortMap } from "./addresses.ts";
import { getPortalFolder } from "../portal/fresh.ts";
import { buildAdminUrl } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";

export const DATABASE = "pegbar";
export const BUCKET = "pegbar-objects";
export const ANCHORS = "pegbar-anchors";
/** Folder with the spans of the last hour, one file per process. */
export const TRACES = "traces";
export const AUDIENCE = "urn:pegbar:api";
export const queueNames = {
  LightQueue: "light",
  HeavyQueue: "heavy",
  XlQueue: "xl",
  MediaQueue: "media",
  RenditionQueue: "renditions",
} as const;
const getDeadLetterName = (name: string) => `${name}-dead`;
const RECEIVES = 5;

const visibility = { VisibilityTimeout: "60" };
const classQueues = [queueNames.LightQueue, queueNames.HeavyQueue, queueNames.XlQueue];

/**
 * The queues as infra/ creates them: visibility timeout in seconds, and a dead-letter queue per class. Those of the media
 * functions have none: their tasks stay until they complete. A movie may take a quarter of an hour.
 */
export const queues = [
  { name: queueNames.MediaQueue, attributes: visibility },
  { name: queueNames.RenditionQueue, attributes: { VisibilityTimeout: "1200" } },
  ...classQueues.flatMap((name) => [
    { name: getDeadLetterName(name) },
    {
      name,
      attributes: {
        ...visibility,
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${getDeadLetterName(name)}`,
          maxReceiveCount: RECEIVES,
        }),
      },
    },
  ]),
];

/** Lists the verifier keys that certificates are checked with. */
export const listVerifierKeys = ({ name, ed25519, mldsa44 }: Signer): string[] =>
  [
    createVerifierKey(name, "ed25519", ed25519.publicKey),
    createVerifierKey(name, "mldsa44-cosignature", mldsa44.publicKey),
  ].map(formatVerifierKey);

/** Intervals and timeouts of the platform, in seconds. */
export interface Times {
  lease: number;
  heartbeat: number;
  events: number;
  sweep: number;
}
export const defaultTimes: Times = { lease: 30, heartbeat: 10, events: 300, sweep: 3600 };

/** Same rate limit as API Gateway's usage plan: above what a workstation sends, below a runaway script. */
export const defaultThrottle = { perSecond: 1000, burst: 2000 };

/** Builds the AWS environment variables for processes that use the queue or the store. */
const buildAwsEnvironment = (store: string) => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_ENDPOINT_URL_SQS: store,
  AWS_ENDPOINT_URL_S3: store,
});

interface Facts {
  /** Data folder. */
  dir: string;
  ports: PortMap;
  secrets: Secrets;
  signer: Signer;
  signerFile: string;
  credentials: CredentialFiles;
  /** PEM certificates of authorities whose content credentials on uploads are trusted. */
  credentialTrust: string | undefined;
  /** Folder of ComfyUI's models. */
  modelFolder: string;
  times: Times;
  /** Witnesses that cosign the platform's log. */
  witnesses: readonly WitnessOption[];
  /** A ledger with QLDB's protocol that also stores the records. */
  qldb?: QldbOption | undefined;
  /** API rate limit per studio. */
  throttle: typeof defaultThrottle;
  /** Whether to measure and trace. Default: true. */
  telemetry?: boolean;
  /** Lifetime of a sign-in's access token in seconds. */
  tokenSeconds: number;
}

/** A witness: its URL and its verifier keys. */
export interface WitnessOption {
  url: string;
  keys: readonly string[];
}

/** A ledger with QLDB's protocol. */
export interface QldbOption {
  endpoint: string;
  ledgerName: string;
}

/**
 * Builds the `SST_RESOURCE_*` variables of each component: only what the deployed function is linked to. The worker gets
 * its queues, the Work API and its key, but no database and no bucket.
 */
export function buildEnvironments({
  dir,
  ports,
  secrets,
  signer,
  signerFile,
  credentials,
  credentialTrust,
  modelFolder,
  times,
  witnesses,
  qldb,
  throttle,
  telemetry = true,
  tokenSeconds,
}: Facts) {
  const adminUrl = buildAdminUrl(ports.database, secrets.adminPassword);
  const getUrl = (part: Part) => `http://${HOST}:${ports[part]}`;
  const link = (resources: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(resources).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)]),
    );
  const getDatabase = (role: keyof Secrets["passwords"]) => ({
    url: buildRoleUrl(adminUrl, DATABASE, role, secrets.passwords),
  });
  const getQueueUrl = (queue: string) => `${getUrl("store")}/000000000000/${queue}`;
  const urls = Object.fromEntries(
    Object.entries(queueNames).map(([name, queue]) => [name, { url: getQueueUrl(queue) }]),
  );
  const { MediaQueue: _media, RenditionQueue: _renditions, ...classUrls } = urls;
  const shared = {
    ...urls,
    DeadQueues: {
      urls: classQueues.map(getDeadLetterName).map(getQueueUrl),
    },
    Objects: { name: BUCKET },
    Times: times,
    TenantKey: { value: secrets.tenantKey },
    LeaseKey: { value: secrets.leaseKey },
    LedgerKey: { value: secrets.ledgerKey },
  };
  // Webhooks of a local platform call programs on the same machine.
  const outward = { WebhookKey: { value: secrets.webhookKey }, WebhookTargets: { local: true } };
  const LogKey = { name: signer.name, verifierKeys: listVerifierKeys(signer) };
  const Identity = {
    issuer: getUrl("identity"),
    audience: AUDIENCE,
    jwksUri: `${getUrl("identity")}/jwks`,
    client: { id: CLI_CLIENT, resource: AUDIENCE },
  };
  const observe = (part: Measured) => ({
    METRICS_PORT: String(ports.metricsOf[part]),
    ...(telemetry
      ? {
          PEGBAR_TRACE_FILE: path.join(
            dir,
            TRACES,
            `${ports.metricsOf[part] === ports.metrics ? "services" : part}.jsonl`,
          ),
        }
      : { PEGBAR_METRICS: "off" }),
  });
  const components = {
    store: { STORE_PORT: String(ports.store), STORE_DIR: path.join(dir, "store") },
    identity: {
      IDENTITY_PORT: String(ports.identity),
      IDENTITY_KEY: JSON.stringify(secrets.identityKey),
      COOKIE_KEY: secrets.cookieKey,
      TOKEN_SECONDS: String(tokenSeconds),
    },
    api: {
      ...buildAwsEnvironment(getUrl("store")),
      ...observe("api"),
      API_PORT: String(ports.api),
      PORTAL_DIR: getPortalFolder(dir),
      PORTAL_URL: getUrl("api"),
      ...link({
        ...shared,
        ...outward,
        IdempotencyKey: { value: secrets.idempotencyKey },
        Database: getDatabase("app"),
        IdentityDatabase: getDatabase("identity"),
        OperatorDatabase: getDatabase("operator"),
        PublicDatabase: getDatabase("public"),
        Identity,
        Throttle: throttle,
        LogKey,
        CredentialKey: { chain: credentials.chain },
        Logs: { folder: path.join(dir, "logs") },
      }),
    },
    workApi: {
      ...buildAwsEnvironment(getUrl("store")),
      ...observe("workApi"),
      WORK_API_PORT: String(ports.workApi),
      ...link({ ...shared, DispatchDatabase: getDatabase("dispatch"), WorkerKey: { value: secrets.workerKey } }),
    },
    media: {
      ...buildAwsEnvironment(getUrl("store")),
      ...observe("media"),
      ...link({
        ...shared,
        Database: getDatabase("app"),
        ModelFolder: { path: modelFolder },
        CredentialKey: { file: credentials.key, chain: credentials.chain },
        ...(credentialTrust === undefined ? {} : { CredentialTrust: { authorities: credentialTrust } }),
      }),
      // Overrides c2pa-node's binary on systems where the packaged one does not run.
      ...(process.env["C2PA_LIBRARY_PATH"] === undefined
        ? {}
        : { C2PA_LIBRARY_PATH: process.env["C2PA_LIBRARY_PATH"] }),
    },
    background: {
      ...buildAwsEnvironment(getUrl("store")),
      ...observe("background"),
      ...link({
        ...shared,
        DispatchDatabase: getDatabase("dispatch"),
        SequencerDatabase: getDatabase("sequencer"),
        LogKey: { ...LogKey, file: signerFile },
        Anchors: { name: ANCHORS, versioned: false },
        ...(witnesses.length > 0 ? { Witnesses: { witnesses } } : {}),
        ...(qldb ? { Ledger: { store: "qldb", ...qldb } } : {}),
      }),
    },
    webhooks: { ...observe("webhooks"), ...link({ ...outward, WebhookDatabase: getDatabase("webhook") }) },
  };
  return {
    components,
    worker: {
      ...buildAwsEnvironment(getUrl("store")),
      // Shorter than in the cloud, so that Ctrl-C does not take a minute.
      WORKER_STOP_SECONDS: "10",
      ...link({ ...classUrls, WorkApi: { url: getUrl("workApi") }, WorkerKey: { value: secrets.workerKey } }),
    },
  };
}
