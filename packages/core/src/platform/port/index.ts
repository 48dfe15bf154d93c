import type { Connection } from "./database.ts";
import type { WorkloadClass } from "../../contract/index.ts";
import type { FleetCluster } from "./fleet-cluster.ts";
import type { Tier } from "../../schema/tenant.sql.ts";

/** What the domain needs of the outside world. Composition roots create the adapters, nobody else. */
export interface Ports {
  database: Connection;
  signals: Signals;
  clock: Clock;
  queues: Queues;
  storage: Storage;
  /** Absent in processes that neither create nor call webhooks. */
  webhooks?: Webhooks;
  /** Absent in processes that leave the gateway to the relay. */
  plans?: Plans;
  /** Absent in processes that serve no operator. */
  cluster?: FleetCluster;
  /** Where the identity provider's keys (a JWKS) are left; absent where they are asked for over the network. */
  issuerKeys?: Parameter;
  leases: Leases;
  /** Encrypts the keys of the ledger's erasable values in the database. */
  ledgerKey: Uint8Array;
  /** Encrypts the answers that are stored for repeated requests. */
  idempotencyKey: Uint8Array;
  /** Keeps work that need not hold up the answer; a Lambda waits for it before it freezes. */
  background(work: Promise<unknown>): void;
  log: Log;
}

/**
 * The adapters of one process. Domain code that uses one that the process lacks throws "This process has no storage", so
 * that no process gets an adapter, a bucket or a key that it should not have.
 */
export type ProcessPorts = Pick<Ports, "database" | "signals" | "clock" | "background" | "log"> & Partial<Ports>;

/** Writes one line of the log. Fields hold no secret and no content of a tenant. */
export type Log = (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;

/** One text that parts of the platform leave for each other. */
export interface Parameter {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** What a gateway before the API limits each studio by. */
export interface Plans {
  /** Makes the studio known to the gateway, under its id, with the limits of this tier alone. May be said again. */
  assign(tenantId: string, tier: Tier): Promise<void>;
}

/** Calls addresses that studios name. */
export interface Webhooks {
  /** Key from which that of the signing secrets is derived. */
  key: Uint8Array;
  /** Why an address may not be called, for people; undefined when it may. Looks the host up: not inside a transaction. */
  refusal(url: string): Promise<string | undefined>;
  /** Sends one POST. Never throws: what went wrong is in the answer. Follows no redirect. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Posted>;
}

export interface Posted {
  /** HTTP status, if an answer came. */
  status: number | undefined;
  /** Why there was none, or none that counts. */
  error: string | undefined;
  /** The answer's Retry-After as it came. */
  retryAfter: string | undefined;
  durationMs: number;
}

export interface Clock {
  now(): Date;
}

export interface Leases {
  /** Without a heartbeat for this long an attempt is lost. */
  leaseSeconds: number;
  heartbeatSeconds: number;
  /** Key from which lease tokens are derived. */
  key: Uint8Array;
}

export interface Queues {
  /**
   * Sends one dispatch ticket to the queue of a class. At least once, in any order. `tenantId` is the message group, so
   * that a studio with many messages does not delay the others.
   */
  sendTicket(workloadClass: WorkloadClass, tenantId: string, body: string, delaySeconds?: number): Promise<void>;
  /** Messages in the queue of a class: visible, delayed, or in somebody's hands. */
  depth(workloadClass: WorkloadClass): Promise<number>;
  /** Empties the dead-letter queues: what is in them is an alarm, and no job depends on it. Returns how many there were. */
  drainDead(): Promise<number>;
  /** Sends one message to the media function. */
  sendMedia(tenantId: string, body: string): Promise<void>;
  /** Sends one message to whoever has the model store at hand: the media function itself, or one beside it. */
  sendModels(tenantId: string, body: string): Promise<void>;
}

/** A consumer's side of one queue. */
export interface Inbox {
  receive(signal: AbortSignal): Promise<{ body: string; receipt: string } | undefined>;
  remove(receipt: string): Promise<void>;
}

export interface SignedUrl {
  method: "GET" | "PUT";
  url: string;
  headers: Record<string, string>;
  expiresAt: string;
}

export interface StoredObject {
  bytes: number;
  contentType: string;
  /** Hexadecimal SHA-256 as the store recorded it, where it did. */
  sha256: string | undefined;
}

/** Object storage. Keys begin with the tenant's id; a key is written once and never reused, previews apart. */
export interface Storage {
  /** URL for exactly one write-once object: length, type and SHA-256 are part of the signature. */
  signPut(object: { key: string; bytes: number; contentType: string; sha256: string }): Promise<SignedUrl>;
  /** URL for a preview picture that is overwritten while an attempt runs. */
  signPreview(key: string): Promise<SignedUrl>;
  signGet(key: string, options?: { filename?: string; contentType?: string; seconds?: number }): Promise<SignedUrl>;
  head(key: string): Promise<StoredObject | undefined>;
  get(key: string): Promise<ReadableStream<Uint8Array>>;
  /** Writes an object once: what is there already stays. */
  put(object: { key: string; body: Uint8Array; contentType: string }): Promise<void>;
  /** Objects whose keys begin with a prefix, in order of their keys. */
  list(prefix: string): Promise<{ key: string; bytes: number }[]>;
  /** Makes one object of others, in order, within the store. All but the last must have at least 5 MiB. */
  assemble(keys: readonly string[], target: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Keys that are not there do no harm. */
  removeMany(keys: readonly string[]): Promise<void>;
  /** Removes whatever lies below a prefix, which must end with a slash. */
  removeBelow(prefix: string): Promise<void>;
}

/** Wakes those who wait for a row to change. A signal may be lost: whoever waits also looks by itself. */
export interface Signals {
  /** Resolves at the next signal for `topic`, after `milliseconds`, or on abort; true only for a signal. */
  wait(topic: string, milliseconds: number, signal?: AbortSignal): Promise<boolean>;
}

/** Signs checkpoints: under a key that everybody's tools know, and under one that a quantum computer does not break. */
export interface Signer {
  /** Name of the platform's logs, e.g. `pegbar.local/log`; each log's origin lies below it. */
  readonly name: string;
  readonly ed25519: SigningKey;
  readonly mldsa44: SigningKey;
}

/** Signs content credentials (C2PA): ES256, under a certificate that others can check. */
export interface CredentialSigner {
  /** PEM, its own certificate first, up to the authority that vouches for it. */
  readonly chain: string;
  /** ECDSA over P-256 and SHA-256: r and s, 32 bytes each. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A private key: in AWS one of KMS, elsewhere a file. */
export interface SigningKey {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A witness that cosigns the platform's log. */
export interface Witness {
  /** Where it is asked; names it in logs. */
  readonly url: string;
  /** Its verifier keys. */
  readonly keys: readonly string[];
  /** One request of C2SP tlog-witness. Throws when there is no answer in time. */
  addCheckpoint(body: string): Promise<{ status: number; body: string }>;
}

/** Where checkpoints are kept so that nobody can take one back: a bucket under Object Lock. */
export interface Anchors {
  /** Writes a text once. Returns what was there before, if something was; that stands. */
  put(key: string, text: string): Promise<string | undefined>;
  /** The oldest text under a key. */
  get(key: string): Promise<string | undefined>;
  /** The first key behind `key` that begins with `prefix`. */
  next(key: string, prefix: string): Promise<string | undefined>;
}

export * from "./database.ts";
export * from "./fleet-cluster.ts";
export * from "./ledger-store.ts";
