import type { Log } from "@pegbar/telemetry/log/line.ts";
import type { Metrics } from "@pegbar/telemetry/metric/metrics.ts";
import type { Connection } from "./database.ts";
import type { WorkloadClass } from "../../contract/index.ts";
import type { FleetCluster } from "./fleet-cluster.ts";
import type { LogStore } from "./log-store.ts";
import type { Tier } from "../../schema/tenant.sql.ts";

/** What the domain needs from outside. Only composition roots create adapters. */
export interface Ports {
  database: Connection;
  signals: Signals;
  clock: Clock;
  queues: Queues;
  storage: Storage;
  /** Absent in processes that neither create nor call webhooks. */
  webhooks?: Webhooks;
  /** Absent in processes that leave usage plans to the relay. */
  plans?: Plans;
  /** Absent in processes without operator routes. */
  cluster?: FleetCluster;
  /** Absent in processes without operator routes. */
  logs?: LogStore;
  /** Parameter with the identity provider's keys (a JWKS); absent in processes that fetch them over the network. */
  issuerKeys?: Parameter;
  leases: Leases;
  /** Encrypts the keys of the ledger's erasable values in the database. */
  ledgerKey: Uint8Array;
  /** Encrypts the answers that are stored for repeated requests. */
  idempotencyKey: Uint8Array;
  /** Keeps the process alive for work that the response need not wait for; a Lambda finishes it before it freezes. */
  background(work: Promise<unknown>): void;
  log: Log;
  metrics: Metrics;
}

/**
 * The adapters of one process. Domain code that uses one that the process lacks throws "This process has no storage", so
 * that no process gets an adapter, a bucket or a key that it should not have.
 */
export type ProcessPorts = Pick<Ports, "database" | "signals" | "clock" | "background" | "log" | "metrics"> &
  Partial<Ports>;

/** A text value that parts of the platform share. */
export interface Parameter {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

/** Usage plans of a gateway in front of the API, which limit the requests of each studio. */
export interface Plans {
  /** Assigns the studio, by its id, to the plan of this tier only. Idempotent. */
  assign(tenantId: string, tier: Tier): Promise<void>;
}

/** Calls addresses that studios configure. */
export interface Webhooks {
  /** Key from which the encryption key of the signing secrets is derived. */
  key: Uint8Array;
  /**
   * Why an address may not be called, for people; undefined if it may. Looks up the host name, so do not call it inside
   * a transaction.
   */
  refusal(url: string): Promise<string | undefined>;
  /** Sends one POST, without following redirects. Never throws: the result contains the error. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Posted>;
}

export interface Posted {
  /** HTTP status, if there was a response. */
  status: number | undefined;
  /** Why there was no response, or no successful one. */
  error: string | undefined;
  /** The Retry-After header of the response. */
  retryAfter: string | undefined;
  durationMs: number;
}

export interface Clock {
  now(): Date;
}

export interface Leases {
  /** Seconds without a heartbeat after which an attempt is lost. */
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
  /** Approximate number of messages in the queue of a class: visible, delayed or in flight. */
  depth(workloadClass: WorkloadClass): Promise<number>;
  /** Empties the dead-letter queues, whose messages raise an alarm; no job depends on them. Returns their number. */
  drainDead(): Promise<number>;
  /** Sends one message to the media function. */
  sendMedia(tenantId: string, body: string): Promise<void>;
  /** Sends one message to the function with access to the model store, which may be the media function. */
  sendModels(tenantId: string, body: string): Promise<void>;
  /** Sends one message to the function that makes movies, for minutes each. */
  sendRendition(tenantId: string, body: string): Promise<void>;
}

/** The consumer's side of a queue. */
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
  /** Hexadecimal SHA-256 that the storage recorded, if it did. */
  sha256: string | undefined;
}

/** An object that is being uploaded. It does not exist until it is complete. */
export interface ObjectUpload {
  /** Waits while the store is slower than the caller. */
  write(chunk: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Ends the upload and leaves nothing. Never throws. */
  abort(): Promise<void>;
}

/** Object storage. Keys begin with the tenant's id. Each key is written once, except those of previews. */
export interface Storage {
  /** URL to upload exactly one object once: length, type and SHA-256 are part of the signature. */
  signPut(object: { key: string; bytes: number; contentType: string; sha256: string }): Promise<SignedUrl>;
  /** URL to upload a preview, which may be overwritten while an attempt runs. */
  signPreview(key: string): Promise<SignedUrl>;
  signGet(key: string, options?: { filename?: string; contentType?: string; seconds?: number }): Promise<SignedUrl>;
  head(key: string): Promise<StoredObject | undefined>;
  /** Reads an object, or its bytes from `start` to before `end`. */
  get(key: string, range?: { start: number; end: number }): Promise<ReadableStream<Uint8Array>>;
  /** Starts the upload of an object of unknown size, unless the key exists. */
  createUpload(object: { key: string; contentType: string }): Promise<ObjectUpload>;
  /** Writes an object unless the key exists. */
  put(object: { key: string; body: Uint8Array; contentType: string }): Promise<void>;
  /** Lists objects by key prefix, in the order of their keys. */
  list(prefix: string): Promise<{ key: string; bytes: number }[]>;
  /** Joins objects into one, in order, within the storage. All but the last must have at least 5 MiB. */
  assemble(keys: readonly string[], target: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Deletes objects. Missing keys are ignored. */
  removeMany(keys: readonly string[]): Promise<void>;
  /** Deletes all objects below a prefix, which must end with a slash. */
  removeBelow(prefix: string): Promise<void>;
}

/** Wakes waiters when a row changes. Signals may be lost, so waiters also poll. */
export interface Signals {
  /** Resolves at the next signal for `topic`, after `milliseconds`, or on abort; true only for a signal. */
  wait(topic: string, milliseconds: number, signal?: AbortSignal): Promise<boolean>;
}

/**
 * Signs checkpoints with two keys: Ed25519, which common tools verify, and ML-DSA-44, which is safe against quantum
 * computers.
 */
export interface Signer {
  /** Name of the platform's logs, e.g. `pegbar.local/log`. The origin of each log begins with it. */
  readonly name: string;
  readonly ed25519: SigningKey;
  readonly mldsa44: SigningKey;
}

/** Signs content credentials (C2PA) with ES256, under a certificate that others can verify. */
export interface CredentialSigner {
  /** Certificate chain in PEM, from the signing certificate to the authority. */
  readonly chain: string;
  /** ECDSA over P-256 and SHA-256: r and s, 32 bytes each. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A private key, in KMS on AWS and in a file elsewhere. */
export interface SigningKey {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A witness that cosigns the platform's log. */
export interface Witness {
  /** Its URL, which also identifies it in logs. */
  readonly url: string;
  /** Its verifier keys. */
  readonly keys: readonly string[];
  /** Sends one request of C2SP tlog-witness. Throws without a response in time. */
  addCheckpoint(body: string): Promise<{ status: number; body: string }>;
}

/** Stores checkpoints so that nobody can delete or change them: a bucket with Object Lock. */
export interface Anchors {
  /** Writes a text unless the key exists. Returns the existing text, if there is one. */
  put(key: string, text: string): Promise<string | undefined>;
  /** The oldest text under a key. */
  get(key: string): Promise<string | undefined>;
  /** The first key after `key` that begins with `prefix`. */
  next(key: string, prefix: string): Promise<string | undefined>;
}

export type { Log } from "@pegbar/telemetry/log/line.ts";
export * from "./database.ts";
export * from "./fleet-cluster.ts";
export * from "./ledger-store.ts";
export * from "./log-store.ts";
