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
  /** Gives up safety for speed: for tests, whose data nobody needs. */
  volatile?: boolean;
  /** Told when it ended unasked and is started again. */
  onRestart(message: string): void;
}

export interface Postgres {
  /** A superuser's connection URL, for migrations. */
  adminUrl: string;
  dataDir: string;
  /** Ends it as a crash would; it is started again and recovers. */
  crash(): void;
  stop(): Promise<void>;
}

const START_SECONDS = 60;
const RESTART_MS = 200;

/** Connection URL of the superuser. */
export function buildAdminUrl(port: number, password: string): string {
  const url = new URL(`postgres://postgres@${HOST}:${port}/postgres`);
  url.password = password;
  return url.toString();
}

/** Starts PostgreSQL on its own data folder, made at the first start. See {@link stopLeftover}. */
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
    options.onRestart(`PostgreSQL ended unasked; it is started again. Log: ${options.logFile}`);
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
      // Fast shutdown: open transactions are rolled back, the data is written out.
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
  throw new Error(`PostgreSQL could not make its data folder ${dataDir}: ${complaint.trim()}`);
}

function launch(binaries: Binaries, dataDir: string, account: Account | undefined, options: Options): ChildProcess {
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    log_min_messages: "warning",
    // A detail of an error would name the row, and a log is erased by nobody.
    log_error_verbosity: "terse",
    // Segments are removed and not kept for later, so that what was erased is gone from them too.
    wal_recycle: "off",
    ...(options.volatile ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(binaries.postgres, ["-D", dataDir, "-p", String(options.port), ...flags], {
    ...account,
    // Its own process group: Ctrl-C in the terminal goes to the platform, which stops it in order.
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
  throw new Error(`PostgreSQL did not start; ${logFile} says why.`);
}

async function canConnect(adminUrl: string): Promise<boolean> {
  const client = postgres(adminUrl, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await client`select 1`;
    return true;
  } catch {
    // Not ready yet: the caller asks again until its time is up.
    return false;
  } finally {
    await client.end();
  }
}

/** Stops the server that a killed platform left on the data of this folder. */
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

/** A process id may since belong to another program; where the system tells, its name is asked. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    // Only Linux has /proc; there, the process has ended since.
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
