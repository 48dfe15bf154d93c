import { Resource } from "sst/resource";
import * as z from "zod";
import { Issuer } from "./api/identity/issuer.ts";

/** Database URL of a role, and the URL to listen on if a connection pooler is in between. */
const DatabaseUrl = z.object({ url: z.string(), listenUrl: z.string().optional() });

/** Schemas of the linked resources; the embedded platform sets `SST_RESOURCE_<name>` to their JSON, as SST does. */
const shapes = {
  Database: DatabaseUrl,
  IdentityDatabase: DatabaseUrl,
  OperatorDatabase: DatabaseUrl,
  DispatchDatabase: DatabaseUrl,
  SequencerDatabase: DatabaseUrl,
  WebhookDatabase: DatabaseUrl,
  PublicDatabase: DatabaseUrl,
  /** The cluster with its administrator, and the passwords of the roles. */
  Migration: z.object({
    adminUrl: z.string(),
    database: z.string().regex(/^[a-z][a-z0-9_]*$/),
    passwords: z.record(
      z.enum(["owner", "app", "identity", "dispatch", "operator", "sequencer", "public", "webhook"]),
      z.string().min(32),
    ),
  }),
  TenantKey: z.object({ value: z.string().min(64) }),
  LeaseKey: z.object({ value: z.string().min(64) }),
  /** Encrypts the responses that are stored for repeated requests. */
  IdempotencyKey: z.object({ value: z.string().min(64) }),
  /** Secret that encrypts the keys of erasable values. */
  LedgerKey: z.object({ value: z.string().min(64) }),
  WebhookKey: z.object({ value: z.string().min(64) }),
  /** Addresses that webhooks may call: `local` adds http and loopback, for a platform on one machine. */
  WebhookTargets: z.object({ local: z.boolean() }),
  /** The function that calls webhook URLs, if the sender cannot reach the internet. */
  WebhookSender: z.object({ name: z.string() }),
  /** The cluster that workers run on. */
  Cluster: z.object({ name: z.string() }),
  /** Where the logs of all components are: a folder on one machine, or log groups with this prefix. */
  Logs: z.union([z.object({ folder: z.string() }), z.object({ prefix: z.string().regex(/^[\w/-]+$/) })]),
  WorkerKey: z.object({ value: z.string().min(32) }),
  Objects: z.object({ name: z.string(), versioned: z.boolean().default(false) }),
  LightQueue: z.object({ url: z.url() }),
  HeavyQueue: z.object({ url: z.url() }),
  XlQueue: z.object({ url: z.url() }),
  MediaQueue: z.object({ url: z.url() }),
  /** Queue of tasks that need the model store, if the media function does not have it. */
  ModelQueue: z.object({ url: z.url() }),
  /** Queue of movies and contact sheets to make. */
  RenditionQueue: z.object({ url: z.url() }),
  /** Dead-letter queues of the classes. */
  DeadQueues: z.object({ urls: z.array(z.url()) }),
  /** Path of ComfyUI's model folder in the importer. */
  ModelFolder: z.object({ path: z.string() }),
  Identity: Issuer,
  /** Ids of the gateway's usage plans by tier. */
  UsagePlans: z.object({ starter: z.string(), studio: z.string(), house: z.string() }),
  /** The function that assigns usage plans to studios. */
  PlanKeeper: z.object({ name: z.string() }),
  /** API key for requests of operators. */
  OperatorPlan: z.object({ key: z.string().min(20) }),
  /** Rate limit per studio, if no gateway in front of the API enforces it. */
  Throttle: z.object({
    perSecond: z.int().min(1),
    /** Burst in addition to the rate, which refills within ten seconds. */
    burst: z.int().min(1),
  }),
  /** The platform's logs: their name, verifier keys and, for the sequencer, the signing keys. */
  LogKey: z.object({
    name: z.string(),
    verifierKeys: z.array(z.string()).min(1).optional(),
    file: z.string().optional(),
    /** Ids of the keys in KMS. */
    kms: z.object({ ed25519: z.string(), mldsa44: z.string() }).optional(),
    /** Public keys that KMS exports: SPKI in base64. */
    publicKeys: z.object({ ed25519: z.base64(), mldsa44: z.base64() }).optional(),
  }),
  /**
   * Signs content credentials: certificates in PEM from the signer's to the authority's, and the key's file or its id
   * in KMS.
   */
  CredentialKey: z.object({ chain: z.string(), file: z.string().optional(), kms: z.string().optional() }),
  /** Authorities whose content credentials on uploads are trusted in addition to the platform's own. PEM. */
  CredentialTrust: z.object({ authorities: z.string() }),
  /** Bucket for checkpoints, with Object Lock and therefore with versions. */
  Anchors: z.object({ name: z.string(), versioned: z.boolean() }),
  /** Witnesses of the platform's log. */
  Witnesses: z.object({ witnesses: z.array(z.object({ url: z.url(), keys: z.array(z.string()).min(1) })) }),
  /** Second ledger for records: none, or a service with QLDB's protocol. */
  Ledger: z.discriminatedUnion("store", [
    z.object({ store: z.literal("postgres") }),
    z.object({
      store: z.literal("qldb"),
      ledgerName: z.string().min(1),
      region: z.string().optional(),
      endpoint: z.url().optional(),
    }),
  ]),
  /** Times of leases and the reconciler, in seconds. */
  Times: z.object({
    lease: z.number().positive(),
    heartbeat: z.number().positive(),
    events: z.number().positive(),
    /** Time after an attempt's end when its objects are deleted; its URLs have expired by then. */
    sweep: z.number().positive(),
  }),
};

export type Resources = { [Name in keyof typeof shapes]: z.infer<(typeof shapes)[Name]> };

/**
 * Reads a linked resource. Throws with its name if it is missing or malformed. Only for composition roots. SST's reader
 * finds resources in the environment, or in an encrypted file next to a deployed function's code.
 */
export function readResource<Name extends keyof Resources>(name: Name): Resources[Name] {
  if (!(name in Resource)) throw new Error(`${name} is not linked to this function`);
  const parsed = shapes[name].safeParse(Reflect.get(Resource, name));
  if (!parsed.success) throw new Error(`the linked resource ${name} is malformed: ${z.prettifyError(parsed.error)}`);
  return parsed.data as Resources[Name];
}

/** Reads an optional linked resource. */
export const readResourceIfLinked = <Name extends keyof Resources>(name: Name): Resources[Name] | undefined =>
  name in Resource ? readResource(name) : undefined;

export const readKey = (name: "TenantKey" | "LeaseKey" | "LedgerKey" | "IdempotencyKey" | "WebhookKey"): Uint8Array =>
  Buffer.from(readResource(name).value, "hex");
