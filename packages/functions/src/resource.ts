import * as z from "zod";
import { Issuer } from "./api/identity/issuer.ts";

/** Shapes of the linked resources. SST sets `SST_RESOURCE_<name>` to their JSON; the embedded platform does the same. */
const shapes = {
  Database: z.object({ url: z.string() }),
  IdentityDatabase: z.object({ url: z.string() }),
  OperatorDatabase: z.object({ url: z.string() }),
  DispatchDatabase: z.object({ url: z.string() }),
  SequencerDatabase: z.object({ url: z.string() }),
  WebhookDatabase: z.object({ url: z.string() }),
  PublicDatabase: z.object({ url: z.string() }),
  TenantKey: z.object({ value: z.string().min(64) }),
  LeaseKey: z.object({ value: z.string().min(64) }),
  /** Secret over the keys of the log's erasable values. */
  LedgerKey: z.object({ value: z.string().min(64) }),
  WebhookKey: z.object({ value: z.string().min(64) }),
  /** Which addresses webhooks may call: `local` adds http and loopback, for a platform on one machine. */
  WebhookTargets: z.object({ local: z.boolean() }),
  WorkerKey: z.object({ value: z.string().min(32) }),
  Objects: z.object({ name: z.string() }),
  LightQueue: z.object({ url: z.url() }),
  HeavyQueue: z.object({ url: z.url() }),
  XlQueue: z.object({ url: z.url() }),
  MediaQueue: z.object({ url: z.url() }),
  /** Dead-letter queues of the classes. */
  DeadQueues: z.object({ urls: z.array(z.url()) }),
  /** Folder that ComfyUI's models lie in, as the importer sees it. */
  ModelFolder: z.object({ path: z.string() }),
  Identity: Issuer,
  /** Requests that a studio may send, where no gateway stands before the API and says the same. */
  Throttle: z.object({
    perSecond: z.int().min(1),
    /** On top of that, at once; fills up again within ten seconds. */
    burst: z.int().min(1),
  }),
  /** Verifier keys of the platform's logs, and where the signing keys lie. */
  LogKey: z.object({ verifierKeys: z.array(z.string()).min(1), name: z.string(), file: z.string().optional() }),
  /** What signs content credentials: certificates in PEM, its own first and its authority's last, and the key's file. */
  CredentialKey: z.object({ chain: z.string(), file: z.string().optional() }),
  /** Authorities whose content credentials on uploads are believed, beside the platform's own. PEM. */
  CredentialTrust: z.object({ authorities: z.string() }),
  /** Bucket for checkpoints, under Object Lock and therefore with versions. */
  Anchors: z.object({ name: z.string(), versioned: z.boolean() }),
  /** Witnesses that are asked to cosign the platform's log. */
  Witnesses: z.object({ witnesses: z.array(z.object({ url: z.url(), keys: z.array(z.string()).min(1) })) }),
  /** Where records are kept besides the platform's own log: nowhere, or in what speaks QLDB's protocol. */
  Ledger: z.discriminatedUnion("store", [
    z.object({ store: z.literal("postgres") }),
    z.object({
      store: z.literal("qldb"),
      ledgerName: z.string().min(1),
      region: z.string().optional(),
      endpoint: z.url().optional(),
    }),
  ]),
  /** Lease and repair times, in seconds. */
  Times: z.object({
    lease: z.number().positive(),
    heartbeat: z.number().positive(),
    events: z.number().positive(),
    /** After an attempt's end what it left in the store is removed this much later: its URLs serve nobody by then. */
    sweep: z.number().positive(),
  }),
};

export type Resources = { [Name in keyof typeof shapes]: z.infer<(typeof shapes)[Name]> };

/** One linked resource; throws with its name when it is missing or malformed. Read in composition roots only. */
export function resource<Name extends keyof Resources>(name: Name): Resources[Name] {
  const text = process.env[`SST_RESOURCE_${name}`];
  if (text === undefined) throw new Error(`SST_RESOURCE_${name} is not set: link the resource to this function`);
  const parsed = shapes[name].safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`SST_RESOURCE_${name} is malformed: ${z.prettifyError(parsed.error)}`);
  return parsed.data as Resources[Name];
}

/** The same where it may be absent. */
export const resourceIfLinked = <Name extends keyof Resources>(name: Name): Resources[Name] | undefined =>
  process.env[`SST_RESOURCE_${name}`] === undefined ? undefined : resource(name);

export const key = (name: "TenantKey" | "LeaseKey" | "LedgerKey" | "WebhookKey"): Uint8Array =>
  Buffer.from(resource(name).value, "hex");
