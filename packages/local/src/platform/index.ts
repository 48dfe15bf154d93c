import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { CustomNode } from "@pegbar/comfyui";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { migrate, buildRoleUrl } from "@pegbar/core/platform/database/migrate.ts";
import { replaceFile } from "@pegbar/core/platform/file.ts";
import { makeOptionFolder } from "@pegbar/sdk/node";
import { seedDatabase } from "../seed/database.ts";
import { buildPortalIfStale } from "../portal/fresh.ts";
import { choosePorts, HOST } from "./addresses.ts";
import { startChild, type Child } from "./child.ts";
import { createCredentialAuthority, type CredentialFiles } from "./credential-authority.ts";
import { inspectComfyui, killPreview, buildPreviewEnvironment, writeOwnEnvironment } from "./comfyui.ts";
import { describePreviewImage } from "../preview/image.ts";
import { lockFolder } from "./instance.ts";
import { startInProcess } from "./in-process.ts";
import { findProgram, type ProgramName } from "./program.ts";
import { combineServices, separateServices } from "./services.ts";
import { assertPrometheusInstalled, startPrometheus } from "./prometheus.ts";
import { startPostgres, stopLeftover } from "./postgres.ts";
import {
  DATABASE,
  TRACES,
  defaultThrottle,
  defaultTimes,
  buildEnvironments,
  type QldbOption,
  type Times,
  type WitnessOption,
} from "./resources.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";

export interface Options {
  /** Data folder; its content persists between runs. */
  dir: string;
  /** First port to use; 0 for any free ports. */
  basePort: number;
  /** URL of a ComfyUI to use instead of the preview renderer. */
  comfyui?: string;
  /** Reviews of its custom nodes. */
  customNodes?: CustomNode[];
  workers?: number;
  times?: Partial<Times>;
  /** Milliseconds that the preview renderer takes per prompt; it sleeps to reach them. */
  paceMs?: number;
  /** Lifetime of a sign-in's access token in seconds. Default: one hour. */
  tokenSeconds?: number;
  /** API rate limit per studio; benchmarks raise it. */
  throttle?: typeof defaultThrottle;
  /** Witnesses that cosign the platform's log. */
  witnesses?: readonly WitnessOption[];
  /** A ledger with QLDB's protocol that also stores the records. */
  qldb?: QldbOption;
  /** PEM certificates of authorities whose content credentials on uploads are trusted, in addition to the platform's own. */
  credentialTrust?: string;
  /** Starts each component in its own process instead of all in one. */
  multiProcess?: boolean;
  /** Runs the components and the first worker in this process, which can have only one platform. */
  inProcess?: boolean;
  /** False to measure and trace nothing; for benchmarks. */
  telemetry?: boolean;
  /** Starts an installed Prometheus that scrapes the metrics. */
  withPrometheus?: boolean;
  /** Folder with bundles of programs, see {@link findProgram}; for tests. */
  bundles?: string;
  /** Trades PostgreSQL's durability for speed; for tests. */
  volatile?: boolean;
  /** Additional environment variables of the workers. */
  workerEnv?: Record<string, string>;
  /** Called when a step begins. */
  onStep?(step: string): void;
  /** Called when a component exits unexpectedly and is restarted. */
  onRestart?(message: string): void;
}

export interface Addresses {
  /** Same origin as the API. */
  portal: string;
  api: string;
  workApi: string;
  issuer: string;
  sqs: string;
  s3: string;
  database: string;
  /** The first worker's ComfyUI. */
  comfyui: string;
  /** URLs of Prometheus metrics: of the components, then one per worker. The first has charts at its root. */
  metrics: string[];
  /** Of Prometheus, if it was started. */
  prometheus?: string;
  pid: number;
}

export interface Platform {
  addresses: Addresses;
  dir: string;
  /** File with the verifier key of the log. */
  logKeyFile: string;
  /** Key and certificates that sign content credentials. */
  credentials: CredentialFiles;
  secrets: Secrets;
  adminUrl: string;
  /** The workers with a process of their own. */
  workers: readonly Child[];
  /** Kills a worker's preview renderer with SIGKILL; the worker restarts it. */
  killComfyui(worker: number): void;
  /** Stops PostgreSQL without a clean shutdown; it restarts and recovers. */
  crashDatabase(): void;
  stop(): Promise<void>;
}

/** Starts all components on this machine, migrates and seeds. If one fails to start, stops those started before it. */
export async function startPlatform(options: Options): Promise<Platform> {
  const dir = path.resolve(options.dir);
  await makeOptionFolder("--dir", path.join(dir, "logs"));
  mkdirSync(path.join(dir, TRACES), { recursive: true });
  const lock = await lockFolder(dir);
  const started: (() => Promise<void>)[] = [async () => lock.release()];
  const stop = async () => {
    rmSync(path.join(dir, "platform.json"), { force: true });
    for (const one of started.toReversed()) await one();
    started.length = 0;
  };
  try {
    return { ...(await startParts({ ...options, dir }, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(options: Options, started: (() => Promise<void>)[]): Promise<Omit<Platform, "stop">> {
  const { dir, onStep = () => undefined, onRestart = () => undefined } = options;
  const log = (name: string) => path.join(dir, "logs", `${name}.log`);
  if (options.withPrometheus) assertPrometheusInstalled();
  // Processes of a killed predecessor may keep their ports for a moment.
  const predecessor = existsSync(path.join(dir, "platform.json"));
  await stopLeftover(dir);
  const workerCount = options.workers ?? 1;
  const ports = await choosePorts(options.basePort, workerCount, {
    patienceMs: predecessor ? 10_000 : 0,
    isMultiProcess: options.multiProcess ?? false,
    withPrometheus: options.withPrometheus ?? false,
  });
  const secrets = loadSecrets(dir);
  const signerFile = path.join(dir, "log-key.pem");
  const signer = createFileSigner("pegbar.local/log", signerFile);
  const credentials = await createCredentialAuthority(dir);

  const startNamedChild = async (
    program: ProgramName,
    env: Record<string, string>,
    { name = program, mayStart }: { name?: string; mayStart?: Promise<void> } = {},
  ): Promise<Child> => {
    const one = await startChild({
      name,
      program: findProgram(program, options.bundles),
      env,
      logFile: log(name),
      onRestart,
      ...(mayStart ? { mayStart } : {}),
    });
    started.push(() => one.stop());
    return one;
  };

  const modelFolder = path.join(dir, "preview", "models");
  const times = { ...defaultTimes, ...options.times };
  const env = buildEnvironments({
    dir,
    ports,
    secrets,
    signer,
    signerFile,
    credentials,
    credentialTrust: options.credentialTrust,
    modelFolder,
    times,
    witnesses: options.witnesses ?? [],
    qldb: options.qldb,
    throttle: options.throttle ?? defaultThrottle,
    telemetry: options.telemetry ?? true,
    tokenSeconds: options.tokenSeconds ?? 3600,
  });
  const inProcess = options.inProcess ? await startInProcess({ env, logFile: log("services") }) : undefined;
  if (inProcess) started.push(() => inProcess.stop());
  const services = inProcess ?? (options.multiProcess ? separateServices : combineServices)(startNamedChild, env);

  onStep("PostgreSQL, queues and storage, identity");
  const postgres = startPostgres({
    dir,
    port: ports.database,
    password: secrets.adminPassword,
    logFile: log("postgres"),
    onRestart,
    ...(options.volatile === undefined ? {} : { volatile: options.volatile }),
  });
  const [database] = await waitForAll([
    postgres.then((one) => {
      // Registered right after the lock, however late it is ready: it must stop last.
      started.splice(1, 0, one.stop);
      return one;
    }),
    services.startFirst(),
  ]);

  onStep("migrations and two studios");
  await migrate({
    adminUrl: database.adminUrl,
    database: DATABASE,
    passwords: secrets.passwords,
    tenantKey: Buffer.from(secrets.tenantKey, "hex"),
  });
  const issuer = `http://${HOST}:${ports.identity}`;
  const image =
    options.comfyui === undefined ? describePreviewImage() : await inspectComfyui(options.comfyui, options.customNodes);
  await seedDatabase({
    getUrl: (role) => buildRoleUrl(database.adminUrl, DATABASE, role, secrets.passwords),
    tenantKey: Buffer.from(secrets.tenantKey, "hex"),
    ledgerKey: Buffer.from(secrets.ledgerKey, "hex"),
    issuer,
    image,
  });

  onStep("portal");
  await buildPortalIfStale(dir);
  onStep("API, Work API, media, sequencer, worker");
  const { comfyui: given, paceMs, bundles } = options;
  const previewDir = path.join(dir, "preview");
  const attached = given === undefined ? {} : writeOwnEnvironment(given, options.customNodes ?? [], dir);
  const buildWorkerEnv = (index: number) => {
    const { comfyui = 0, metrics = 0 } = ports.workers[index] ?? {};
    return {
      ...env.worker,
      ...(given === undefined
        ? buildPreviewEnvironment({ bundles, dir: previewDir, index, port: comfyui, modelFolder, paceMs })
        : attached),
      WORKER_ID: `local-${index}`,
      WORKER_CACHE_DIR: path.join(dir, "worker-cache", String(index)),
      WORKER_METRICS_PORT: String(metrics),
      ...(options.telemetry === false ? {} : { PEGBAR_TRACE_FILE: path.join(dir, TRACES, `worker-${index}.jsonl`) }),
      MODEL_DIR: modelFolder,
      ...options.workerEnv,
    };
  };
  const separateWorkers = [...ports.workers.keys()].slice(inProcess ? 1 : 0);
  const [, , ...workers] = await waitForAll([
    services.startOthers(),
    inProcess?.startWorker(buildWorkerEnv(0)),
    ...separateWorkers.map((index) => startNamedChild("worker", buildWorkerEnv(index), { name: `worker-${index}` })),
  ]);

  const databaseUrl = new URL(buildRoleUrl(database.adminUrl, DATABASE, "app", secrets.passwords));
  databaseUrl.password = "";
  const addresses: Addresses = {
    portal: `http://${HOST}:${ports.api}`,
    api: `http://${HOST}:${ports.api}`,
    workApi: `http://${HOST}:${ports.workApi}`,
    issuer,
    sqs: `http://${HOST}:${ports.store}`,
    s3: `http://${HOST}:${ports.store}`,
    database: databaseUrl.toString(),
    comfyui: given ?? `http://${HOST}:${ports.workers[0]?.comfyui ?? 0}`,
    metrics: [...new Set(Object.values(ports.metricsOf)), ...ports.workers.map(({ metrics }) => metrics)].map(
      (port) => `http://${HOST}:${port}/metrics`,
    ),
    pid: process.pid,
  };
  if (ports.prometheus !== undefined) {
    onStep("Prometheus");
    const prometheus = await startPrometheus({
      dir,
      port: ports.prometheus,
      targets: addresses.metrics,
      logFile: log("prometheus"),
    });
    started.push(prometheus.stop);
    addresses.prometheus = prometheus.url;
  }
  replaceFile(path.join(dir, "platform.json"), JSON.stringify(addresses, null, 2));
  return {
    addresses,
    dir,
    logKeyFile: signerFile,
    credentials,
    secrets,
    adminUrl: database.adminUrl,
    workers,
    killComfyui: (worker) => killPreview(previewDir, worker),
    crashDatabase: () => database.crash(),
  };
}

/** Waits for all parts, even if one fails: parts that are still starting can be stopped only once they have started. */
async function waitForAll<T extends unknown[]>(parts: [...T]): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
