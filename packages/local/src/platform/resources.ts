import path from "node:path";
import { formatVerifierKey, verifierKey } from "@pegbar/verify";
import { urlFor } from "@pegbar/core/platform/database/migrate.ts";
import type { Signer } from "@pegbar/core/platform/port";
import { credentials, REGION } from "../store/access.ts";
import { CLI_CLIENT } from "../identity/clients.ts";
import type { CredentialFiles } from "./credential-authority.ts";
import { HOST, type Part, type PortMap } from "./addresses.ts";
import { portalFolder } from "../portal/fresh.ts";
import { adminUrlOf } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";

export const DATABASE = "pegbar";
export const BUCKET = "pegbar-objects";
export const ANCHORS = "pegbar-anchors";
export const AUDIENCE = "urn:pegbar:api";
export const queueNames = { LightQueue: "light", HeavyQueue: "heavy", XlQueue: "xl", MediaQueue: "media" } as const;
const deadName = (name: string) => `${name}-dead`;
const RECEIVES = 5;

const visibility = { VisibilityTimeout: "60" };
const classQueues = [queueNames.LightQueue, queueNames.HeavyQueue, queueNames.XlQueue];

/**
 * As infrastructure makes them: visibility in seconds, and for the classes where a message goes that nobody could use. A
 * task for media has a fate of its own and stays until it is done.
 */
export const queues = [
  { name: queueNames.MediaQueue, attributes: visibility },
  ...classQueues.flatMap((name) => [
    { name: deadName(name) },
    {
      name,
      attributes: {
        ...visibility,
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${deadName(name)}`,
          maxReceiveCount: RECEIVES,
        }),
      },
    },
  ]),
];

/** The keys that certificates are checked with. */
export const verifierKeysOf = ({ name, ed25519, mldsa44 }: Signer): string[] =>
  [verifierKey(name, "ed25519", ed25519.publicKey), verifierKey(name, "mldsa44-cosignature", mldsa44.publicKey)].map(
    formatVerifierKey,
  );

/** Times of the platform, in seconds. */
export interface Times {
  lease: number;
  heartbeat: number;
  events: number;
  sweep: number;
}
export const defaultTimes: Times = { lease: 30, heartbeat: 10, events: 300, sweep: 3600 };

/** The gateway's twin: no workstation sends as much, a script that has run wild does. */
export const defaultThrottle = { perSecond: 1000, burst: 2000 };

/** What every process that speaks to queue or store needs of the AWS environment. */
const aws = (store: string) => ({
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
  /** PEM of authorities whose content credentials on uploads are believed. */
  credentialTrust: string | undefined;
  /** Where ComfyUI's models lie. */
  modelFolder: string;
  times: Times;
  /** Witnesses that cosign the platform's log. */
  witnesses: readonly WitnessOption[];
  /** A ledger that speaks QLDB's protocol, where records are kept as well. */
  qldb?: QldbOption | undefined;
  /** What a studio may ask of the API. */
  throttle: typeof defaultThrottle;
  /** How long a sign-in's access token is valid. */
  tokenSeconds: number;
}

/** A witness: where it is asked, and its verifier keys. */
export interface WitnessOption {
  url: string;
  keys: readonly string[];
}

/** A ledger that speaks QLDB's protocol. */
export interface QldbOption {
  endpoint: string;
  ledgerName: string;
}

/**
 * The `SST_RESOURCE_*` variables of each part: what a deployed function would be linked to, and no more. The worker
 * gets its queues, the Work API and its key; no database, no bucket.
 */
export function environments({
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
  tokenSeconds,
}: Facts) {
  const adminUrl = adminUrlOf(ports.database, secrets.adminPassword);
  const at = (part: Part) => `http://${HOST}:${ports[part]}`;
  const link = (resources: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(resources).map(([name, value]) => [`SST_RESOURCE_${name}`, JSON.stringify(value)]),
    );
  const database = (role: keyof Secrets["passwords"]) => ({ url: urlFor(adminUrl, DATABASE, role, secrets.passwords) });
  const queueUrl = (queue: string) => `${at("store")}/000000000000/${queue}`;
  const urls = Object.fromEntries(Object.entries(queueNames).map(([name, queue]) => [name, { url: queueUrl(queue) }]));
  const { MediaQueue: _media, ...classUrls } = urls;
  const shared = {
    ...urls,
    DeadQueues: {
      urls: classQueues.map(deadName).map(queueUrl),
    },
    Objects: { name: BUCKET },
    Times: times,
    TenantKey: { value: secrets.tenantKey },
    LeaseKey: { value: secrets.leaseKey },
    LedgerKey: { value: secrets.ledgerKey },
  };
  // One machine: its own programs are what there is to call.
  const outward = { WebhookKey: { value: secrets.webhookKey }, WebhookTargets: { local: true } };
  const LogKey = { name: signer.name, verifierKeys: verifierKeysOf(signer) };
  const Identity = {
    issuer: at("identity"),
    audience: AUDIENCE,
    jwksUri: `${at("identity")}/jwks`,
    client: { id: CLI_CLIENT, resource: AUDIENCE },
  };
  const components = {
    store: { STORE_PORT: String(ports.store), STORE_DIR: path.join(dir, "store") },
    identity: {
      IDENTITY_PORT: String(ports.identity),
      IDENTITY_KEY: JSON.stringify(secrets.identityKey),
      COOKIE_KEY: secrets.cookieKey,
      TOKEN_SECONDS: String(tokenSeconds),
    },
    api: {
      ...aws(at("store")),
      API_PORT: String(ports.api),
      PORTAL_DIR: portalFolder(dir),
      ...link({
        ...shared,
        ...outward,
        IdempotencyKey: { value: secrets.idempotencyKey },
        Database: database("app"),
        IdentityDatabase: database("identity"),
        OperatorDatabase: database("operator"),
        PublicDatabase: database("public"),
        Identity,
        Throttle: throttle,
        LogKey,
        CredentialKey: { chain: credentials.chain },
      }),
    },
    workApi: {
      ...aws(at("store")),
      WORK_API_PORT: String(ports.workApi),
      ...link({ ...shared, DispatchDatabase: database("dispatch"), WorkerKey: { value: secrets.workerKey } }),
    },
    media: {
      ...aws(at("store")),
      ...link({
        ...shared,
        Database: database("app"),
        ModelFolder: { path: modelFolder },
        CredentialKey: { file: credentials.key, chain: credentials.chain },
        ...(credentialTrust === undefined ? {} : { CredentialTrust: { authorities: credentialTrust } }),
      }),
      // Another binary of c2pa-node, where its package's own does not run.
      ...(process.env["C2PA_LIBRARY_PATH"] === undefined
        ? {}
        : { C2PA_LIBRARY_PATH: process.env["C2PA_LIBRARY_PATH"] }),
    },
    background: {
      ...aws(at("store")),
      ...link({
        ...shared,
        DispatchDatabase: database("dispatch"),
        SequencerDatabase: database("sequencer"),
        LogKey: { ...LogKey, file: signerFile },
        Anchors: { name: ANCHORS, versioned: false },
        ...(witnesses.length > 0 ? { Witnesses: { witnesses } } : {}),
        ...(qldb ? { Ledger: { store: "qldb", ...qldb } } : {}),
      }),
    },
    webhooks: link({ ...outward, WebhookDatabase: database("webhook") }),
  };
  return {
    components,
    worker: {
      ...aws(at("store")),
      // A platform that stops on one machine does not wait for a minute.
      WORKER_STOP_SECONDS: "10",
      ...link({ ...classUrls, WorkApi: { url: at("workApi") }, WorkerKey: { value: secrets.workerKey } }),
    },
  };
}
