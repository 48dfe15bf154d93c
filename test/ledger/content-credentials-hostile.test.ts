import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { serialize } from "node:v8";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Overrun, Sandbox } from "@pegbar/functions/media/sandbox.ts";
import { decode } from "@pegbar/functions/media/picture.ts";
import { createForeignSigner } from "../setup/foreign-signer.ts";

let dir: string;
let box: Sandbox;
let server: Server;
let asked = 0;
let foreign: Awaited<ReturnType<typeof createForeignSigner>>;
let address: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-hostile-"));
  box = new Sandbox({ seconds: 20, bytes: 2 ** 30 });
  server = createServer((_request, response) => {
    asked++;
    response.end("nothing");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  foreign = await createForeignSigner(address);
});
afterAll(async () => {
  box.stop();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

const picture = (format: "png" | "jpeg" | "webp") =>
  sharp({ create: { width: 32, height: 24, channels: 3, background: "teal" } })
    .toFormat(format)
    .toBuffer();
let count = 0;
async function read(bytes: Uint8Array, contentType: string, trusted = "") {
  const file = path.join(dir, String(count++));
  await writeFile(file, bytes);
  const authorities = { own: "", trusted };
  const reply = await box.run({ kind: "credentials", file, contentType, authorities });
  await rm(file);
  if (reply.kind !== "credentials") throw new Error(`it answered ${reply.kind}`);
  return reply.found;
}
const invalid = { state: "invalid" };

/** A PNG whose chunk for credentials contains these bytes. */
async function pngWith(manifest: Uint8Array): Promise<Buffer> {
  const png = await picture("png");
  const body = Buffer.concat([Buffer.from("caBX"), manifest]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(manifest.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, 33), length, body, sum, png.subarray(33)]);
}
/** A JUMBF box: length, type, content. */
function jumbf(length: number, type: string, ...content: Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length >>> 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...content]);
}

describe("untrusted credentials are read, or reported as unreadable", () => {
  test.each(["png", "jpeg", "webp"] as const)(
    "a %s, truncated anywhere",
    async (format) => {
      const whole = await foreign.sign(await picture(format), `image/${format}`);
      expect(await read(whole, `image/${format}`)).toMatchObject({ state: "untrusted" });
      for (let step = 1; step < 40; step++) {
        const found = await read(whole.subarray(0, Math.floor((whole.length * step) / 40)), `image/${format}`);
        expect([undefined, "invalid"]).toContain(found?.state);
      }
    },
    60_000,
  );

  test("are never trusted with any bytes changed", async () => {
    const whole = await foreign.sign(await picture("png"), "image/png");
    for (let round = 0; round < 150; round++) {
      const other = Buffer.from(whole);
      for (let change = 0; change < 8; change++) other[33 + Math.floor(Math.random() * 3000)] = randomBytes(1)[0] ?? 0;
      const found = await read(other, "image/png", foreign.authority);
      expect([undefined, "invalid"]).toContain(found?.state);
    }
  }, 60_000);

  test.each([
    ["none at all", Buffer.alloc(0)],
    ["random bytes", randomBytes(5000)],
    ["zeros", Buffer.alloc(100_000)],
    ["a box with a length beyond the file", jumbf(0xffffffff, "jumb", Buffer.alloc(64))],
    ["a box with length 0", jumbf(0, "jumb", Buffer.alloc(64))],
    ["a box of a length beyond all files", jumbf(1, "jumb", Buffer.alloc(8, 0xff), Buffer.alloc(64))],
    ["a box shorter than its head", jumbf(4, "jumb", Buffer.alloc(64))],
    ["boxes in boxes, 5,000 deep", nested(5000)],
    ["100,000 empty boxes", Buffer.concat(Array.from({ length: 100_000 }, () => jumbf(8, "free")))],
  ])("%s", async (_what, manifest) => {
    const file = await pngWith(manifest);
    // It stays a valid picture, whatever that chunk contains.
    expect(await decode(file)).toMatchObject({ width: 32 });
    const found = await read(file, "image/png").catch((error: unknown) => error);
    // An Overrun, because the process exits or takes too long, counts as unreadable.
    if (!(found instanceof Overrun)) expect(found === null ? invalid : found).toMatchObject(invalid);
    // The next one is read.
    expect(await read(await picture("png"), "image/png")).toBeNull();
  });

  function nested(depth: number): Buffer {
    let inner: Buffer = Buffer.alloc(0);
    for (let level = 0; level < depth; level++) inner = jumbf(inner.length + 8, "jumb", inner);
    return inner;
  }
});

describe("no network requests are sent", () => {
  test("for remote credentials, or for the revocation of certificates", async () => {
    const remote = await foreign.sign(await picture("jpeg"), "image/jpeg", { remote: `${address}manifest.c2pa` });
    expect(remote.includes(Buffer.from(address))).toBe(true);
    const found = await read(remote, "image/jpeg");
    expect([undefined, "invalid"]).toContain(found?.state);
    const here = await foreign.sign(await picture("jpeg"), "image/jpeg");
    expect(await read(here, "image/jpeg", foreign.authority)).toMatchObject({ state: "valid" });
    expect(asked).toBe(0);
  });
});

describe("an exploited process that opens files", () => {
  const claim = Buffer.concat([Buffer.from([0x84, 0x6a]), Buffer.from("Signature1"), Buffer.alloc(50)]);
  const task = { kind: "input", file: "none" } as const;

  /** A process that sends these messages when it gets a task, and then the answers that it received. */
  async function broken(...messages: unknown[]): Promise<Sandbox> {
    const file = path.join(dir, `broken-${count++}.mjs`);
    await writeFile(
      file,
      `import { deserialize } from "node:v8";
      const messages = deserialize(Buffer.from("${serialize(messages).toString("hex")}", "hex"));
      process.on("message", (message) => {
        if (message.kind !== "signature") for (const one of messages) process.send(one);
        else process.send({ kind: "unsigned", why: Buffer.from(message.bytes).toString() });
      });`,
    );
    const made = new Sandbox({ seconds: 20, bytes: 2 ** 30 }, { entry: pathToFileURL(file) });
    onTestFinished(() => made.stop());
    return made;
  }
  let signatures = 0;
  const sign = async () => {
    signatures++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return Buffer.from("a signature");
  };
  beforeEach(() => void (signatures = 0));

  test("gets one signature in a task that signs, and no other", async () => {
    const once = await broken({ kind: "to sign", bytes: claim });
    expect(await once.run(task, { sign })).toEqual({ kind: "unsigned", why: "a signature" });
    const twice = await broken({ kind: "to sign", bytes: claim }, { kind: "to sign", bytes: claim });
    await expect(twice.run(task, { sign })).rejects.toThrow(/not its due/);
    expect(signatures).toBe(2);
  });

  test("gets no signature in a task that does not sign, and none for anything but a claim", async () => {
    const reading = await broken({ kind: "to sign", bytes: claim });
    await expect(reading.run(task)).rejects.toThrow(Overrun);
    for (const bytes of [
      Buffer.from("a certificate to be"),
      Buffer.concat([claim, Buffer.alloc(2 ** 20)]),
      null,
      "text",
    ])
      await expect((await broken({ kind: "to sign", bytes })).run(task, { sign })).rejects.toThrow(Overrun);
    await expect((await broken(null)).run(task, { sign })).rejects.toThrow(Overrun);
    expect(signatures).toBe(0);
  });

  test("reads no bytes in a task with a local file, and no range of more than 64 MiB", async () => {
    const asking = { kind: "to read", id: 1, start: 0, end: 10 };
    await expect((await broken(asking)).run(task)).rejects.toThrow(/bytes that it may not read/);
    const read = () => Promise.resolve(new Uint8Array());
    for (const over of [{ end: 65 * 2 ** 20 }, { start: -1 }, { start: 0.5 }, { start: "0" }])
      await expect((await broken({ ...asking, ...over })).run(task, { read })).rejects.toThrow(/may not read/);
  });
});

describe("a machine without the library", () => {
  test("explains why it reads and signs nothing, and still opens pictures", async () => {
    process.env["C2PA_LIBRARY_PATH"] = path.join(dir, "missing.node");
    onTestFinished(() => void delete process.env["C2PA_LIBRARY_PATH"]);
    const without = new Sandbox({ seconds: 20, bytes: 2 ** 30 });
    onTestFinished(() => without.stop());
    expect(await without.run({ kind: "library" })).toMatchObject({
      kind: "no library",
      why: expect.stringContaining("missing.node") as string,
    });
    const file = path.join(dir, "small.png");
    await writeFile(file, await picture("png"));
    expect(await without.run({ kind: "input", file })).toMatchObject({ kind: "input", found: { width: 32 } });
    const authorities = { own: "", trusted: "" };
    expect(await without.run({ kind: "credentials", file, contentType: "image/png", authorities })).toMatchObject({
      kind: "no library",
    });
  });
});
