import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chownSync, createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import path from "node:path";
import { makeFolder } from "@pegbar/sdk/node";
import postgres from "postgres";
import { HOST } from "./addresses.ts";
import { hasCluster, locatePostgres, type Account, type Binaries } from "./binaries.ts";

interface Options {
  dir: string;
  port: number;
  password: string;
  logFile: string;
  /** Trades durability for speed; for tests. */
  volatile?: boolean;
  /** Called when it exits unexpectedly and is restarted. */
  onRestart(message: string): void;
}

export interface Postgres {
  /** Connection URL of the superuser, for migrations. */
  adminUrl: string;
  dataDir: string;
  /** Stops it without a clean shutdown; it restarts and recovers. */
  crash(): void;
  stop(): Promise<void>;
}

const START_SECONDS = 60;
const RESTART_MS = 200;

/** Builds the superuser's connection URL. */
export function buildAdminUrl(port: number, password: string): string {
  const url = new URL(`postgres://postgres@${HOST}:${port}/postgres`);
  url.password = password;
  return url.toString();
}

/** Starts PostgreSQL on its data folder, which the first start creates. See {@link stopLeftover}. */
export async function startPostgres(options: Options): Promise<Postgres> {
  const { binaries, dataDir, account } = locatePostgres(options.dir);
  await makeFolder(path.dirname(dataDir));
  await makeFolder(dataDir, 0o700);
  if (account) chownSync(dataDir, account.uid, account.gid);
  if (!hasCluster(dataDir)) await initialise(binaries, dataDir, account, options);
  const adminUrl = buildAdminUrl(options.port, options.password);
  let stopping = false;
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = launch(binaries, dataDir, account, options);
    const mine = server;
    await waitUntilReady(server, adminUrl, options.logFile);
    mine.once("exit", () => {
      if (!stopping) void restart();
    });
  };
  const restart = async (): Promise<void> => {
    options.onRestart(`PostgreSQL exited unexpectedly; restarting. Log: ${options.logFile}`);
    while (!stopping) {
      await sleep(RESTART_MS);
      const isUp = await start().then(
        () => true,
        (error: unknown) => (options.onRestart(String(error)), false),
      );
      if (isUp) return;
    }
  };
  await start();
  return {
    adminUrl,
    dataDir,
    crash: () => void server.kill("SIGQUIT"),
    async stop() {
      stopping = true;
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, "exit");
      // SIGINT is PostgreSQL's fast shutdown: it rolls back open transactions and writes a checkpoint.
      server.kill("SIGINT");
      const stopped = await Promise.race([gone.then(() => true), sleep(15_000, false, { ref: false })]);
      if (!stopped) server.kill("SIGKILL");
      await gone;
    },
  };
}

async function initialise(
  binaries: Binaries,
  dataDir: string,
  account: Account | undefined,
  options: Options,
): Promise<void> {
  const passwordFile = path.join(dataDir, "..", `password-${process.pid}`);
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const flags = [
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
  ];
  const child = spawn(binaries.initdb, [`--pgdata=${dataDir}`, ...flags, ...(options.volatile ? ["--no-sync"] : [])], {
    ...account,
    env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  rmSync(passwordFile, { force: true });
  if (code === 0) return;
  rmSync(dataDir, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not create its data folder ${dataDir}: ${complaint.trim()}`);
}

function launch(binaries: Binaries, dataDir: string, account: Account | undefined, options: Options): ChildProcess {
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    log_min_messages: "warning",
    // Error details contain row values, and erasing a person does not reach the log.
    log_error_verbosity: "terse",
    // WAL segments are removed instead of recycled, so that erased data does not stay in them.
    wal_recycle: "off",
    // More than one iteration protects no random password, and takes milliseconds of each connection.
    ...(options.volatile
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", scram_iterations: "1" }
      : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(binaries.postgres, ["-D", dataDir, "-p", String(options.port), ...flags], {
    ...account,
    // In its own process group, so that Ctrl-C reaches only the platform, which stops its components in order.
    detached: true,
    env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  server.stderr?.pipe(createWriteStream(options.logFile, { flags: "a" }));
  return server;
}

async function waitUntilReady(server: ChildProcess, adminUrl: string, logFile: string): Promise<void> {
  const end = Date.now() + START_SECONDS * 1000;
  while (server.exitCode === null && server.signalCode === null && Date.now() < end) {
    if (await canConnect(adminUrl)) return;
    await sleep(25);
  }
  server.kill("SIGKILL");
  throw new Error(`PostgreSQL did not start. See ${logFile}.`);
}

async function canConnect(adminUrl: string): Promise<boolean> {
  const client = postgres(adminUrl, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await client`select 1`;
    return true;
  } catch {
    // Not ready yet. The caller retries until its deadline.
    return false;
  } finally {
    await client.end();
  }
}

/** Stops the server that a killed platform left running on this folder's data. */
export async function stopLeftover(dir: string): Promise<void> {
  const { dataDir } = locatePostgres(dir);
  const pidFile = path.join(dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const [pidLine, folder] = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0 || folder !== dataDir || !isPostgres(pid)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await sleep(50);
  if (isAlive(pid)) process.kill(pid, "SIGQUIT");
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await sleep(50);
}

/** Whether a process id still belongs to PostgreSQL. Checked on Linux only; ids are reused. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    // Without /proc (not Linux) this cannot be checked. With it, the process has exited.
    return process.platform !== "linux";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
