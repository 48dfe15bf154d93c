import { spawn, type ChildProcess } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkpointBody,
  emptyRoot,
  formatVerifierKey,
  nodeHash,
  openCheckpoint,
  parseVerifierKey,
  signatureLine,
  signedNote,
  toBase64,
  utf8,
  verifierKey,
  type VerifierKey,
} from "@pegbar/verify";
import { afterEach, beforeEach, expect, test } from "vitest";

const origin = "log.example/studio";
const { privateKey } = generateKeyPairSync("ed25519");
const raw = createPublicKey(privateKey).export({ format: "jwk" }).x ?? "";
const publicBytes = new Uint8Array(Buffer.from(raw, "base64url"));
const logKey = verifierKey(origin, "ed25519", publicBytes);
const platform = formatVerifierKey(verifierKey("log.example", "ed25519", publicBytes));

const leaf = (text: string): Uint8Array => new Uint8Array(createHash("sha256").update(`\0${text}`).digest());
const [a, b, c, d] = ["a", "b", "c", "d"].map(leaf) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const roots: Uint8Array[] = [
  emptyRoot(),
  a,
  nodeHash(a, b),
  nodeHash(nodeHash(a, b), c),
  nodeHash(nodeHash(a, b), nodeHash(c, d)),
];

function noteOf(size: number, root = roots[size] as Uint8Array, name = origin): string {
  const text = checkpointBody({ origin: name, size, root });
  const key = verifierKey(name, "ed25519", logKey.publicKey);
  return signedNote(text, [signatureLine(key, new Uint8Array(sign(null, utf8(text), privateKey)))]);
}
const asking = (old: number, proof: Uint8Array[], note: string): string =>
  [`old ${old}`, ...proof.map(toBase64), "", note].join("\n");

const main = new URL("main.ts", import.meta.url).pathname;
let dir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "witness-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(dir, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function run(...flags: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--no-warnings", main, ...flags, "--dir", dir]);
  children.push(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => (out += String(part)));
  child.stderr.on("data", (part) => (err += String(part)));
  await once(child, "close");
  return { code: child.exitCode, out, err };
}

async function start(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [
    "--no-warnings",
    main,
    "serve",
    "--dir",
    dir,
    "--log",
    platform,
    "--port",
    "0",
  ]);
  children.push(child);
  let out = "";
  for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
    out += String(part);
    const url = /listening on (\S+)\n/.exec(out)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return { url, child };
    }
  }
  throw new Error("the witness did not start");
}

async function post(
  url: string,
  body: string | Uint8Array,
): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(`${url}/add-checkpoint`, { method: "POST", body: body as string });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}
const keys = async (): Promise<VerifierKey[]> =>
  (await run("key")).out
    .trim()
    .split("\n")
    .map((text) => parseVerifierKey(text) as VerifierKey);

test("cosigns a log as it grows, with both keys, and shows what it cosigned", async () => {
  const { url } = await start();
  const own = await keys();
  expect(own.map(({ algorithm }) => algorithm)).toEqual(["ed25519-cosignature", "mldsa44-cosignature"]);
  expect(statSync(join(dir, "ed25519.pem")).mode & 0o777).toBe(0o600);
  const hash = createHash("sha256").update(origin).digest("hex");
  expect((await fetch(`${url}/${hash}/checkpoint`)).status).toBe(404);
  for (const [old, size, proof] of [
    [0, 0, []],
    [0, 2, []],
    [2, 2, []],
    [2, 3, [c]],
  ] as [number, number, Uint8Array[]][]) {
    const answer = await post(url, asking(old, proof, noteOf(size)));
    expect(answer.status).toBe(200);
    expect(openCheckpoint(noteOf(size) + answer.text, [logKey, ...own])).toMatchObject({ signedBy: { length: 3 } });
  }
  const shown = await (await fetch(`${url}/${hash}/checkpoint`)).text();
  expect(openCheckpoint(shown, [logKey, ...own])).toMatchObject({ checkpoint: { size: 3 }, signedBy: { length: 3 } });
});

test("answers each fault with the status of the specification", async () => {
  const { url } = await start();
  expect((await post(url, asking(0, [], noteOf(3)))).status).toBe(200);
  const status = async (body: string): Promise<number> => (await post(url, body)).status;
  expect(await status("")).toBe(400);
  expect(await status(asking(3, [], noteOf(3)).replace("old 3", "old 03"))).toBe(400);
  expect(await status(asking(4, [], noteOf(3)))).toBe(400);
  expect(
    await status(
      asking(
        3,
        Array.from({ length: 64 }, () => a),
        noteOf(4),
      ),
    ),
  ).toBe(400);
  expect(await status(asking(0, [], noteOf(3, undefined, "other.example/studio")))).toBe(404);
  expect(await status(asking(0, [], noteOf(3, undefined, "log.example.evil/studio")))).toBe(404);
  const mine = noteOf(4);
  expect(
    await status(asking(3, [c, d, nodeHash(a, b)], mine.replace(toBase64(roots[4] as Uint8Array), toBase64(a)))),
  ).toBe(403);
  expect(await status(asking(3, [c, d, nodeHash(a, b)], mine.replace(`— ${origin} `, "— someone ")))).toBe(403);
  expect(await post(url, asking(0, [], noteOf(4)))).toEqual({ status: 409, type: "text/x.tlog.size", text: "3\n" });
  expect((await post(url, asking(2, [], noteOf(2)))).status).toBe(409);
  expect(await status(asking(3, [], noteOf(3, a)))).toBe(422);
  expect(await status(asking(3, [c, d, a], noteOf(4)))).toBe(422);
  expect(await status(asking(0, [], noteOf(0, a, `${origin}/empty`)))).toBe(422);
  expect(await status(asking(0, [a], noteOf(2, undefined, `${origin}/new`)))).toBe(422);
  expect(await status("x".repeat(200_000))).toBe(413);
  expect(await status(asking(3, [c, d, nodeHash(a, b)], noteOf(4)))).toBe(200);
});

test("of two histories asked for at once, only one is cosigned", async () => {
  const { url } = await start();
  const forks = [noteOf(4), noteOf(4, a), noteOf(3), noteOf(2)];
  const answers = await Promise.all(forks.map((note) => post(url, asking(0, [], note))));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
});

test("keeps its state and its keys over SIGKILL, and shares its directory with nobody", async () => {
  const first = await start();
  const before = await keys();
  expect((await post(first.url, asking(0, [], noteOf(2)))).status).toBe(200);
  const second = await run("serve", "--log", platform, "--port", "0");
  expect(second).toMatchObject({ code: 1, err: expect.stringContaining("in use") });
  // Killed in the midst of requests: what was answered must be what is remembered.
  const racing = post(first.url, asking(2, [c], noteOf(3))).catch(() => undefined);
  await kill(first.child);
  const answered = await racing;
  const again = await start();
  expect(await keys()).toEqual(before);
  const { status, text } = await post(again.url, asking(0, [], noteOf(4)));
  expect(status).toBe(409);
  expect(answered?.status === 200 ? ["3\n"] : ["2\n", "3\n"]).toContain(text);
});

test("no flipped byte of a request leads to a cosignature for something else", async () => {
  const { url } = await start();
  const own = await keys();
  const good = new Uint8Array(Buffer.from(asking(0, [], noteOf(3))));
  for (let at = 0; at < good.length; at++) {
    const bad = good.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const { status, text } = await post(url, bad);
    if (status === 200)
      expect(openCheckpoint(noteOf(3) + text, [logKey, ...own])).toMatchObject({ signedBy: { length: 3 } });
    else expect(text).not.toContain("\u2014");
  }
  expect((await post(url, good)).status).toBe(200);
});
