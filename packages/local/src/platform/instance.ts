import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

/** Another platform uses this data folder. */
export class AlreadyRunning extends Error {
  constructor(dir: string) {
    super(
      `Another Pegbar is running with ${dir}. Stop it (Ctrl-C in its terminal), or use another folder: --dir FOLDER`,
    );
    this.name = "AlreadyRunning";
  }
}

/**
 * Locks the folder until `release`. The owner listens on a socket, so that the lock ends with its process; a lock file
 * with a process id could name a process that was started later.
 */
export async function lockFolder(dir: string): Promise<{ release(): void }> {
  const socket = getSocketPath(dir);
  if (await isListening(socket)) throw new AlreadyRunning(dir);
  if (process.platform !== "win32") rmSync(socket, { force: true });
  const server = await listen(socket);
  if (!server) throw new AlreadyRunning(dir);
  return { release: () => server.close() };
}

/** Whether a platform is running on this folder. */
export const isRunning = (dir: string): Promise<boolean> => isListening(getSocketPath(dir));

function getSocketPath(dir: string): string {
  const name = `pegbar-${createHash("sha256").update(path.resolve(dir)).digest("hex").slice(0, 16)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`);
}

function isListening(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}

function listen(socket: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((connection) => connection.end());
    server.once("error", () => resolve(undefined));
    server.listen(socket, () => {
      server.unref();
      resolve(server);
    });
  });
}
