import { spawn, type ChildProcess } from "node:child_process";
import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  formatCheckpoint,
  hashEmptyTree,
  formatVerifierKey,
  hashNode,
  openCheckpoint,
  parseVerifierKey,
  formatSignature,
  formatNote,
  toBase64,
  encodeUtf8,
  createVerifierKey,
  type VerifierKey,
} from "@pegbar/verify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const origin = "log.example/studio";
const { privateKey } = generateKeyPairSync("ed25519");
const raw = createPublicKey(privateKey).export({ format: "jwk" }).x ?? "";
const publicBytes = new Uint8Array(Buffer.from(raw, "base64url"));
const logKey = createVerifierKey(origin, "ed25519", publicBytes);
const platform = formatVerifierKey(createVerifierKey("log.example", "ed25519", publicBytes));

const leaf = (text: string): Uint8Array => new Uint8Array(createHash("sha256").update(`\0${text}`).digest());
const [a, b, c, d] = ["a", "b", "c", "d"].map(leaf) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const roots: Uint8Array[] = [
  hashEmptyTree(),
  a,
  hashNode(a, b),
  hashNode(hashNode(a, b), c),
  hashNode(hashNode(a, b), hashNode(c, d)),
];

function noteOf(size: number, root = roots[size] as Uint8Array, name = origin): string {
  const text = formatCheckpoint({ origin: name, size, root });
  const key = createVerifierKey(name, "ed25519", logKey.publicKey);
  return formatNote(text, [formatSignature(key, new Uint8Array(sign(null, encodeUtf8(text), privateKey)))]);
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
  const child = spawn(process.execPath, [main, ...flags, "--dir", dir]);
  children.push(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => (out += String(part)));
  child.stderr.on("data", (part) => (err += String(part)));
  await once(child, "close");
  return { code: child.exitCode, out, err };
}

async function start(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [main, "serve", "--dir", dir, "--log", platform, "--port", "0"]);
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

test("cosigns a growing log with both keys, and serves the cosigned checkpoint", async () => {
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

test("responds to each error with the status of the specification", async () => {
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
    await status(asking(3, [c, d, hashNode(a, b)], mine.replace(toBase64(roots[4] as Uint8Array), toBase64(a)))),
  ).toBe(403);
  expect(await status(asking(3, [c, d, hashNode(a, b)], mine.replace(`— ${origin} `, "— someone ")))).toBe(403);
  expect(await post(url, asking(0, [], noteOf(4)))).toEqual({ status: 409, type: "text/x.tlog.size", text: "3\n" });
  expect((await post(url, asking(2, [], noteOf(2)))).status).toBe(409);
  expect(await status(asking(3, [], noteOf(3, a)))).toBe(422);
  expect(await status(asking(3, [c, d, a], noteOf(4)))).toBe(422);
  expect(await status(asking(0, [], noteOf(0, a, `${origin}/empty`)))).toBe(422);
  expect(await status(asking(0, [a], noteOf(2, undefined, `${origin}/new`)))).toBe(422);
  expect(await status("x".repeat(200_000))).toBe(413);
  expect(await status(asking(3, [c, d, hashNode(a, b)], noteOf(4)))).toBe(200);
});

test("cosigns only one of two concurrent histories", async () => {
  const { url } = await start();
  const forks = [noteOf(4), noteOf(4, a), noteOf(3), noteOf(2)];
  const answers = await Promise.all(forks.map((note) => post(url, asking(0, [], note))));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
});

test("keeps its state and keys after SIGKILL, and locks its directory", async () => {
  const first = await start();
  const before = await keys();
  expect((await post(first.url, asking(0, [], noteOf(2)))).status).toBe(200);
  const second = await run("serve", "--log", platform, "--port", "0");
  expect(second).toMatchObject({ code: 1, err: expect.stringContaining("in use") });
  // Killed during requests: every cosigned checkpoint must be stored.
  const racing = post(first.url, asking(2, [c], noteOf(3))).catch(() => undefined);
  await kill(first.child);
  const answered = await racing;
  const again = await start();
  expect(await keys()).toEqual(before);
  const { status, text } = await post(again.url, asking(0, [], noteOf(4)));
  expect(status).toBe(409);
  expect(answered?.status === 200 ? ["3\n"] : ["2\n", "3\n"]).toContain(text);
});

test("gives no cosignature for other contents for any flipped bit of a request", async () => {
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

test("prints no warnings of SQLite, but others", async () => {
  expect((await run("key")).err).toBe("");
  const { child } = await start();
  let err = "";
  child.stderr?.on("data", (part) => (err += String(part)));
  const gone = once(child, "close");
  child.kill("SIGTERM");
  await gone;
  expect(err).toBe("");
  const lock = new URL("lock.ts", import.meta.url).href;
  const code = `const { lock } = await import(${JSON.stringify(lock)}); lock(${JSON.stringify(dir)}); process.emitWarning("mind");`;
  const other = spawn(process.execPath, ["--input-type=module", "-e", code]);
  children.push(other);
  other.stderr.on("data", (part) => (err += String(part)));
  await once(other, "close");
  expect(err).toMatch(/Warning: mind/);
  expect(err).not.toMatch(/SQLite/);
});

test("explains a directory that cannot be created", async () => {
  const file = join(dir, "file");
  writeFileSync(file, "");
  const child = spawn(process.execPath, [main, "key", "--dir", join(file, "witness")]);
  children.push(child);
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  expect(child.exitCode).toBe(1);
  expect(said).toMatch(/^Cannot create the folder .*file\/witness: ENOTDIR.*Choose another one with --dir/);
});

describe("a damaged directory", () => {
  const hash = createHash("sha256").update(origin).digest("hex");
  const file = (name: string) => join(dir, name);
  const checkpoint = () => file(`checkpoints/${hash}`);
  /** A stored checkpoint of three records, without a running witness. */
  async function used(): Promise<void> {
    const { url, child } = await start();
    expect((await post(url, asking(0, [], noteOf(3)))).status).toBe(200);
    await kill(child);
  }
  const refused = async (...flags: string[]) => {
    const { code, out, err } = await run("serve", "--log", platform, "--port", "0", ...flags);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    return err;
  };
  /** The state of another witness, created in the same way. */
  async function elsewhere(note: string): Promise<string> {
    const own = dir;
    dir = mkdtempSync(join(tmpdir(), "witness-"));
    const { url, child } = await start();
    expect((await post(url, asking(0, [], note))).status).toBe(200);
    await kill(child);
    const other = dir;
    dir = own;
    return other;
  }

  const turned = (bytes: Buffer, at: number) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)));
  test.each<[what: string, damage: (bytes: Buffer) => Buffer]>([
    ["empty", () => Buffer.alloc(0)],
    ["cut off", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["without its last line", (bytes) => bytes.subarray(0, bytes.lastIndexOf("\n", bytes.length - 2) + 1)],
    ["of no text", () => Buffer.from([0xff, 0xfe, 0, 1, 2, 3])],
    ["of another size", (bytes) => Buffer.from(bytes.toString().replace("\n3\n", "\n2\n"))],
    ["with one bit of its root turned", (bytes) => turned(bytes, origin.length + 6)],
    ["signed only by the log", () => Buffer.from(noteOf(2))],
  ])("does not start and names the file: a checkpoint %s", async (_what, damage) => {
    await used();
    writeFileSync(checkpoint(), damage(readFileSync(checkpoint())));
    expect(await refused()).toMatch(new RegExp(`${hash} cannot be relied on: .*Nothing is signed`));
  });

  test("does not start with a checkpoint of another log or another witness", async () => {
    const other = await elsewhere(noteOf(2));
    await used();
    const good = readFileSync(checkpoint());
    copyFileSync(join(other, "checkpoints", hash), checkpoint());
    expect(await refused()).toMatch(/does not carry the cosignatures of this directory's keys/);
    writeFileSync(checkpoint(), good);
    writeFileSync(file(`checkpoints/${"0".repeat(64)}`), good);
    expect(await refused()).toMatch(new RegExp(`it is of another log, ${origin}`));
    rmSync(other, { recursive: true });
  });

  test("gives no signature for a log whose checkpoint is damaged at run time, and signs others", async () => {
    const { url, child } = await start();
    let said = "";
    child.stdout?.on("data", (part) => (said += String(part)));
    expect((await post(url, asking(0, [], noteOf(2)))).status).toBe(200);
    const good = readFileSync(checkpoint());
    const damages = [() => writeFileSync(checkpoint(), good.subarray(0, 40)), () => rmSync(checkpoint())];
    for (const damage of damages) {
      damage();
      for (const body of [asking(0, [], noteOf(4)), asking(2, [c], noteOf(3)), asking(0, [], noteOf(4, a))])
        expect(await post(url, body)).toEqual({
          status: 500,
          type: "text/plain; charset=utf-8",
          text: "the witness cannot answer\n",
        });
      expect((await fetch(`${url}/${hash}/checkpoint`)).status).toBe(500);
      await expect.poll(() => said).toContain(`${hash} cannot be relied on`);
      said = "";
    }
    const other = `${origin}/other`;
    expect((await post(url, asking(0, [], noteOf(2, undefined, other)))).status).toBe(200);
    writeFileSync(checkpoint(), good);
    expect((await post(url, asking(2, [c], noteOf(3)))).status).toBe(200);
  });

  test.each(["name", "ed25519.pem", "mldsa44.pem"])("does not start without its %s, and creates none", async (name) => {
    await used();
    rmSync(file(name));
    expect(await refused()).toMatch(new RegExp(`lacks ${name.replace(".", "\\.")}`));
    expect((await run("key")).code).toBe(1);
    expect(() => statSync(file(name))).toThrow();
  });

  test("does not start without name and keys next to a state", async () => {
    await used();
    for (const name of ["name", "ed25519.pem", "mldsa44.pem"]) rmSync(file(name));
    expect(await refused()).toMatch(/lacks name and ed25519\.pem and mldsa44\.pem/);
  });

  test.each<[what: string, damage: () => void, says: RegExp]>([
    [
      "a key cut off",
      () => writeFileSync(file("ed25519.pem"), "-----BEGIN PRIVATE"),
      /ed25519\.pem contains no private key/,
    ],
    [
      "keys exchanged",
      () => copyFileSync(file("ed25519.pem"), file("mldsa44.pem")),
      /mldsa44\.pem holds a key of another kind/,
    ],
    ["an empty name", () => writeFileSync(file("name"), "\n"), /name contains no valid name of a witness/],
    [
      "a lock that is not an SQLite file",
      () => writeFileSync(file("lock"), "x".repeat(5000)),
      /cannot be locked.*not a database.*remove it/,
    ],
    ["another name", () => writeFileSync(file("name"), "other.example\n"), /cannot be relied on/],
  ])("does not start, and explains why: %s", async (_what, damage, says) => {
    await used();
    damage();
    expect(await refused()).toMatch(says);
  });

  test("does not sign with another witness's keys what its own keys have signed", async () => {
    const other = await elsewhere(noteOf(2));
    await used();
    for (const name of ["ed25519.pem", "mldsa44.pem"]) copyFileSync(join(other, name), file(name));
    expect(await refused()).toMatch(/does not carry the cosignatures/);
    rmSync(other, { recursive: true });
  });
});
