import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  formatCheckpoint,
  hashEmptyTree,
  formatSignature,
  formatNote,
  encodeUtf8,
  createVerifierKey,
} from "@pegbar/verify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadIdentity } from "./identity.ts";
import { createWitnessServer } from "./server.ts";
import { State } from "./state.ts";

const PATIENCE = { headers: 400, request: 800 };
const origin = "log.example/studio";
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const key = createVerifierKey(
  origin,
  "ed25519",
  new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32)),
);
const text = formatCheckpoint({ origin, size: 0, root: hashEmptyTree() });
const good = `old 0\n\n${formatNote(text, [formatSignature(key, new Uint8Array(sign(null, encodeUtf8(text), privateKey)))])}`;
const head = (length: number | string) =>
  `POST /add-checkpoint HTTP/1.1\r\nhost: witness\r\n${typeof length === "number" ? `content-length: ${length}` : length}\r\n\r\n`;

let dir: string;
let server: Server;
let port: number;
const sockets: Socket[] = [];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "witness-"));
  const self = loadIdentity(dir, "witness.example");
  server = createWitnessServer({ trusted: [key], state: new State(dir, self.keys), self }, () => undefined, PATIENCE);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true });
});

/** A connection with the data that it received, and when it was closed, in milliseconds. */
function dial() {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  const begun = performance.now();
  let said = "";
  socket.on("error", () => undefined);
  socket.on("data", (part) => (said += part.toString("latin1")));
  const closed = new Promise<number>((resolve) => socket.once("close", () => resolve(performance.now() - begun)));
  return { socket, closed, said: () => said };
}
const cosigned = async (within: number) => {
  const response = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, {
    method: "POST",
    body: good,
    signal: AbortSignal.timeout(within),
  });
  return response.status;
};

const connections = () =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

test.each<[what: string, sent: string]>([
  ["that says nothing", ""],
  ["that stops in its headers", "POST /add-checkpoint HTTP/1.1\r\nhost: wit"],
  ["that stops before its body", head(good.length)],
  ["that stops in its body", head(good.length) + good.slice(0, 40)],
  ["whose body in pieces never ends", head("transfer-encoding: chunked") + "4\r\nold \r\n"],
])("a client %s is disconnected without a signature, and delays no other", async (_what, sent) => {
  const { socket, closed, said } = dial();
  socket.write(sent);
  await sleep(50);
  expect(await cosigned(1000)).toBe(200);
  expect(await closed).toBeLessThan(PATIENCE.request + PATIENCE.headers + 1000);
  expect(said()).not.toContain("HTTP/1.1 200");
  expect(said()).not.toContain("\u00e2\u0080\u0094");
});

test("a client that sends single bytes is disconnected after the timeout", async () => {
  const { socket, closed, said } = dial();
  socket.write(head(good.length));
  let at = 0;
  const drip = setInterval(() => socket.write(good.slice(at, ++at)), 20);
  const took = await closed;
  clearInterval(drip);
  expect(took).toBeLessThan(PATIENCE.request + PATIENCE.headers + 1000);
  expect(said()).not.toContain("HTTP/1.1 200");
});

test("an endless body is refused at the maximum size, and not read further", async () => {
  const { socket, closed, said } = dial();
  socket.write(head("transfer-encoding: chunked"));
  const piece = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  let sent = 0;
  const pour = () => {
    while (!socket.destroyed && sent < 1 << 28) {
      sent += piece.length;
      if (!socket.write(piece)) return void socket.once("drain", pour);
    }
  };
  pour();
  await closed;
  expect(said()).toMatch(/^HTTP\/1\.1 413 /);
  expect(sent).toBeLessThan(1 << 25);
  expect(await cosigned(1000)).toBe(200);
});

test("a client that does not read responses is disconnected", async () => {
  const { socket } = dial();
  socket.pause();
  const ask = `GET /${"0".repeat(64)}/checkpoint HTTP/1.1\r\nhost: witness\r\n\r\n`.repeat(2000);
  // Until neither side accepts more data.
  while (socket.write(ask) || (await Promise.race([once(socket, "drain").then(() => true), sleep(300, false)])));
  expect(await connections()).toBe(1);
  await expect.poll(connections, { timeout: PATIENCE.request + PATIENCE.headers + 15_000 }).toBe(0);
  expect(await cosigned(1000)).toBe(200);
});

test("connections over the limit are refused, and accepted again later", async () => {
  const many = Array.from({ length: 400 }, dial);
  await sleep(100);
  for (const { socket } of many) if (!socket.destroyed) socket.write("POST /add-checkpoint HTTP/1.1\r\n");
  expect(await connections()).toBeLessThanOrEqual(256);
  await Promise.all(many.map(({ closed }) => closed));
  expect(await cosigned(1000)).toBe(200);
});
