import { noMetrics } from "@pegbar/telemetry/metric/metrics.ts";
import { createHash } from "node:crypto";
import { CreateBucketCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, PurgeQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { inject } from "vitest";
import {
  createFileCredentialSigner,
  createMemoryCluster,
  createPostgresSignals,
  createS3Anchors,
  createS3Storage,
  createSqsInbox,
  createSqsQueues,
} from "@pegbar/core/platform/adapter";
import type { Actor, Role } from "@pegbar/core/platform/actor.ts";
import * as Context from "@pegbar/core/platform/context.ts";
import type { ClaimRequest, Software } from "@pegbar/core/contract";
import { DispatchTicket } from "@pegbar/core/contract";
import * as Input from "@pegbar/core/catalog/input";
import * as Member from "@pegbar/core/studio/member";
import type { Connection } from "@pegbar/core/platform/database";
import type { Ports, Storage } from "@pegbar/core/platform/port";
import * as Removal from "@pegbar/core/platform/removal";
import * as Tenant from "@pegbar/core/studio/tenant";
import { readAuthority } from "@pegbar/functions/media/credentials/authority.ts";
import { run as runMediaTask, type MediaDependencies } from "@pegbar/functions/media/task.ts";
import { createCredentialAuthority } from "@pegbar/local/platform/credential-authority.ts";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import { IDEMPOTENCY_KEY, LEASE_KEY, LEDGER_KEY, SEEDED_TEMPLATE, WEBHOOK_KEY } from "./constants.ts";
import { createDatabase } from "./database.ts";
import { previewDigest } from "./object-info.ts";
import { chosen } from "./webhooks.ts";

/** Resolves only localhost, so that tests send no DNS queries. */
const resolveNothing = async (hostname: string): Promise<string[]> => (hostname === "localhost" ? ["127.0.0.1"] : []);

/** Wraps the store without permission to delete, which in the cloud only the janitor has. */
function forbidRemoval(storage: Storage): Storage {
  const refuse = (): never => {
    throw new Error("only the janitor deletes");
  };
  return { ...storage, remove: refuse, removeMany: refuse, removeBelow: refuse };
}

/** Creates two seeded studios with their own database, bucket and queues. Uses the domain with its real adapters, no HTTP. */
export async function createStudios() {
  const database = await createDatabase(SEEDED_TEMPLATE);
  // Records of the seed are as old as the template, and would soon be overdue.
  await database.admin()`update intent set created_at = now()`;
  const endpoint = inject("storeUrl");
  const config = buildClientConfig(endpoint);
  const sqs = new SQSClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const bucket = database.name.replaceAll("_", "-");
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const anchorBucket = `${bucket}-anchors`;
  await s3.send(new CreateBucketCommand({ Bucket: anchorBucket }));
  const queue = async (name: string, attributes: Record<string, string> = { VisibilityTimeout: "60" }) => {
    const made = await sqs.send(new CreateQueueCommand({ QueueName: `${bucket}-${name}`, Attributes: attributes }));
    return made.QueueUrl ?? "";
  };
  const urls = {
    light: await queue("light"),
    heavy: await queue("heavy"),
    xl: await queue("xl"),
    media: await queue("media"),
    renditions: await queue("renditions"),
  };
  const dead = await queue("dead", {});
  const modelFolder = await mkdtemp(path.join(tmpdir(), "pegbar-models-"));
  const { key, chain } = await createCredentialAuthority(modelFolder);
  const mediaDependencies: MediaDependencies = {
    modelFolder,
    credentials: {
      signer: createFileCredentialSigner(key, chain),
      authorities: { own: readAuthority(chain), trusted: "" },
    },
  };
  const time = { offsetMs: 0 };
  const logged: { level: string; message: string }[] = [];
  const pending = new Set<Promise<unknown>>();
  const storage = createS3Storage({ bucket, client: { ...config, forcePathStyle: true } });
  const ports = (connection: Connection, kept: Storage = forbidRemoval(storage)): Ports => ({
    database: connection,
    queues: createSqsQueues({
      client: config,
      tickets: urls,
      media: urls.media,
      renditions: urls.renditions,
      dead: [dead],
    }),
    storage: kept,
    signals: createPostgresSignals(connection, () => undefined),
    clock: { now: () => new Date(Date.now() + time.offsetMs) },
    leases: { leaseSeconds: 30, heartbeatSeconds: 10, key: LEASE_KEY },
    ledgerKey: LEDGER_KEY,
    idempotencyKey: IDEMPOTENCY_KEY,
    webhooks: chosen.make({ key: WEBHOOK_KEY, local: true, timeoutMs: 1000, resolve: resolveNothing }),
    background: (work) => {
      const settled: Promise<unknown> = work.catch(() => undefined).finally(() => pending.delete(settled));
      pending.add(settled);
    },
    log: (level, message) => void logged.push({ level, message }),
    metrics: noMetrics,
  });
  const roles = {
    app: ports(database.connection("app")),
    identity: ports(database.connection("identity")),
    dispatch: ports(database.connection("dispatch"), storage),
    operator: {
      ...ports(database.connection("operator")),
      cluster: createMemoryCluster(),
      logs: { find: async () => [] },
    },
    sequencer: ports(database.connection("sequencer")),
    webhook: ports(database.connection("webhook")),
    public: ports(database.connection("public")),
  };
  const runAsPlatform = <T>(role: keyof typeof roles, cb: () => Promise<T>): Promise<T> =>
    Context.provide({ actor: { type: "platform", name: "test" }, ports: roles[role] }, cb);
  const member = async (slug: "lumen" | "orrery", role: Role, name: string = role): Promise<Actor> => {
    const tenantId = (await runAsPlatform("identity", () => Tenant.findId(slug))) ?? "";
    const email = `${name}@${slug}.example`;
    const memberId = await Context.provide(
      { actor: { type: "system", tenantId, name: "test" }, ports: roles.app },
      () => Member.ensure({ email, name, role }),
    );
    return { type: "member", tenantId, memberId, role, email, name };
  };
  const as = <T>(actor: Actor, cb: () => Promise<T>): Promise<T> => Context.provide({ actor, ports: roles.app }, cb);

  /** Creates a verified input of the actor's studio. */
  const input = async (actor: Actor, colour = "#a07050"): Promise<Input.Row> => {
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
      .png()
      .toBuffer();
    return as(actor, async () => {
      const { input, upload } = await Input.announce({
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
        contentType: "image/png",
        filename: "layout.png",
      });
      if (!upload?.whole) return input;
      await fetch(upload.whole.url, { method: "PUT", headers: upload.whole.headers, body: new Uint8Array(bytes) });
      const checked = Input.complete(input.id, 10_000);
      await drainMedia();
      const row = await checked;
      if (!row) throw new Error("the input was not checked");
      return row;
    });
  };
  const inbox = {
    light: createSqsInbox(urls.light, config),
    media: createSqsInbox(urls.media, config),
    renditions: createSqsInbox(urls.renditions, config),
  };
  const drainMedia = async (signal = AbortSignal.timeout(10_000)) => {
    const message = await inbox.media.receive(signal);
    if (!message) throw new Error("no task for media");
    await runAsPlatform("app", () => runMediaTask(message.body, mediaDependencies));
    await inbox.media.remove(message.receipt);
  };
  /** Makes the next movie or contact sheet. */
  const makeRendition = async () => {
    const message = await inbox.renditions.receive(AbortSignal.timeout(10_000));
    if (!message) throw new Error("no rendition to make");
    await runAsPlatform("app", () => runMediaTask(message.body, mediaDependencies));
    await inbox.renditions.remove(message.receipt);
  };
  /** Receives the next dispatch ticket of the light queue. */
  const ticket = async (): Promise<DispatchTicket> => {
    const message = await inbox.light.receive(AbortSignal.timeout(10_000));
    if (!message) throw new Error("no dispatch ticket");
    await inbox.light.remove(message.receipt);
    return DispatchTicket.parse(JSON.parse(message.body));
  };

  return {
    database,
    bucket,
    modelFolder,
    /** Dependencies of the media function, with a key for content credentials. */
    mediaDependencies,
    /** Deletes all messages of the light queue, to simulate a queue that loses messages. */
    loseMessages: () => sqs.send(new PurgeQueueCommand({ QueueUrl: urls.light })),
    /** Sends a message to the dead-letter queue. */
    sendDeadLetter: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody })),
    storage: roles.app.storage,
    /** Opens the store of checkpoints. Each call returns a new adapter, like a new process. */
    anchors: () =>
      createS3Anchors({ bucket: anchorBucket, versioned: false, client: { ...config, forcePathStyle: true } }),
    /** Lists the keys of all objects. */
    async stored(): Promise<string[]> {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
        keys.push(...Contents.map(({ Key = "" }) => Key));
      return keys;
    },
    ports: roles,
    logged,
    /** Advances the clock of all ports. */
    advance: (seconds: number) => void (time.offsetMs += seconds * 1000),
    runAsPlatform,
    as,
    member,
    input,
    ticket,
    inbox,
    drainMedia,
    makeRendition,
    /** Removes leftovers like the janitor, without its delay. */
    removeLeftovers: () => runAsPlatform("dispatch", () => Removal.sweepOlderThan(-1)),
    /** Waits for background work. */
    /** Work in the background may start more. */
    async waitForBackground() {
      while (pending.size > 0) await Promise.all(pending);
    },
    async drop() {
      await Promise.all(pending);
      await database.drop();
      await rm(modelFolder, { recursive: true, force: true });
      sqs.destroy();
      s3.destroy();
    },
  };
}
export type Studios = Awaited<ReturnType<typeof createStudios>>;

/** What test workers run on. */
export const software: Software = {
  python: "3.12.3",
  pytorch: "2.8.0+cu128",
  cuda: "12.8",
  driver: "570.86.15",
  comfyuiCommit: "a".repeat(40),
  flags: ["--disable-metadata", "--fast fp16_accumulation"],
  packages: { torch: "2.8.0", xformers: "0.0.32.post1" },
  customNodes: [
    { name: "pack", repository: "https://git.example/pack", commit: "b".repeat(40), sha256: "c".repeat(64) },
  ],
};

/** Builds the request of a worker's claim. */
export const buildClaimRequest = (nonce: string, workerId = "worker-1"): ClaimRequest => ({
  workerId,
  class: "light",
  nonce,
  models: [],
  runtime: { comfyuiVersion: "test", imageDigest: "test", objectInfoDigest: previewDigest, gpu: "none", software },
});
