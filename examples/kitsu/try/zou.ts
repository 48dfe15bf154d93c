import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";

const ROOT = path.join(import.meta.dirname, "../../..");
/** Where `npm run zou:install` puts it. */
const BIN = path.join(ROOT, ".tools/zou/bin");
export const ADMIN = { email: "admin@example.com", password: "a password of this run" };

/** Why Zou cannot be started here; undefined if it can. */
export function findReasonToSkip(): string | undefined {
  if (!existsSync(path.join(BIN, "zou"))) return "Zou is not installed: run `npm run zou:install`, which needs python3";
  for (const program of ["redis-server", "ffmpeg"])
    if (spawnSync(program, ["-version"]).error) return `${program} is not installed`;
  return undefined;
}

export interface Zou {
  /** URL of the API. */
  url: string;
  version: string;
  /** Stops the API; the database stays. */
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Kitsu's API with an empty database on a PostgreSQL server, its own Redis, and an administrator. */
export async function startZou(databaseServer: string, dir: string): Promise<Zou> {
  mkdirSync(path.join(dir, "tmp"), { recursive: true });
  const server = new URL(databaseServer);
  const sql = postgres(databaseServer, { max: 1, onnotice: () => undefined });
  await sql`create database zou`;
  await sql.end();
  const [redisPort, port] = [await findPort(), await findPort()];
  const env = {
    ...process.env,
    DB_HOST: server.hostname,
    DB_PORT: server.port,
    DB_USERNAME: decodeURIComponent(server.username),
    DB_PASSWORD: decodeURIComponent(server.password),
    DB_DATABASE: "zou",
    KV_HOST: "127.0.0.1",
    KV_PORT: String(redisPort),
    SECRET_KEY: "only for this run, thirty-two bytes long",
    PREVIEW_FOLDER: path.join(dir, "previews"),
    TMP_DIR: path.join(dir, "tmp"),
    MAIL_ENABLED: "False",
    MAIL_CHECK_DELIVERABILITY: "False",
  };
  const redis = spawn(
    "redis-server",
    ["--port", String(redisPort), "--bind", "127.0.0.1", "--save", "", "--dir", dir],
    {
      stdio: "ignore",
    },
  );
  let version: string;
  try {
    version = await createDatabase(env, dir);
  } catch (error) {
    await stopProcess(redis);
    throw error;
  }

  const url = `http://127.0.0.1:${port}`;
  let api: ChildProcess | undefined;
  const startApi = async () => {
    const log = openSync(path.join(dir, "zou.log"), "a");
    const flags = ["--bind", `127.0.0.1:${port}`, "--worker-class", "gthread", "--threads", "4", "--no-control-socket"];
    api = spawn(path.join(BIN, "gunicorn"), [...flags, "zou.app:app"], { env, cwd: dir, stdio: ["ignore", log, log] });
    for (let tries = 0; tries < 120; tries++) {
      if (
        await fetch(url).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await pause(500);
    }
    throw new Error(`Zou does not respond at ${url}: see ${path.join(dir, "zou.log")}`);
  };
  const stopApi = () => stopProcess(api);
  await startApi();
  return {
    url,
    version,
    startApi,
    stopApi,
    stop: async () => void (await Promise.all([stopApi(), stopProcess(redis)])),
  };
}

/** @returns the version of Zou */
async function createDatabase(env: NodeJS.ProcessEnv, cwd: string): Promise<string> {
  const zou = (...args: string[]) => promisify(execFile)(path.join(BIN, "zou"), args, { env, cwd });
  await zou("init-db");
  await zou("init-data");
  await zou("create-admin", "--password", ADMIN.password, ADMIN.email);
  return /[\d.]+/.exec((await zou("version")).stdout)?.[0] ?? "unknown";
}

export async function stopProcess(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

export async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("no free port");
  return address.port;
}
