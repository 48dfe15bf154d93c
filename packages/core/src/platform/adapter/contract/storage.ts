import { createHash, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SignedUrl, Storage } from "../../port/index.ts";

/** Storage to test. All keys begin with a new prefix, which is removed at the end. */
interface Subject {
  /** @param seconds how long signed URLs are valid */
  open(seconds?: number): Storage;
  stop(): Promise<void>;
}

const MIB = 1024 * 1024;
const TYPE = "image/png";
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const REFUSED = [400, 403];

/**
 * Contract tests for object storage: the behaviour that Pegbar relies on.
 *
 * @example testStorageContract("embedded store", async () => ({ open: (seconds) => createS3Storage({ … }), stop }));
 */
export function testStorageContract(name: string, start: () => Promise<Subject>): void {
  describe(`storage contract: ${name}`, () => {
    const root = `contract-${randomUUID()}`;
    let subject: Subject;
    let storage: Storage;
    beforeAll(async () => {
      subject = await start();
      storage = subject.open();
    });
    afterAll(async () => {
      await storage.removeBelow(`${root}/all/`);
      await subject.stop();
    });

    const createKey = () => `${root}/all/${randomUUID()}`;
    const sign = (key: string, body: Uint8Array, by = storage) =>
      by.signPut({ key, bytes: body.length, contentType: TYPE, sha256: hash(body) });
    const put = async (signed: SignedUrl, body: Uint8Array, over: Record<string, string | undefined> = {}) => {
      const headers = Object.entries({ ...signed.headers, ...over }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const response = await fetch(signed.url, { method: signed.method, headers, body: new Uint8Array(body) });
      await response.arrayBuffer();
      return response.status;
    };
    const store = async (body: Uint8Array) => {
      const key = createKey();
      expect(await put(await sign(key, body), body)).toBe(200);
      return key;
    };
    const read = async (key: string) => buffer(await storage.get(key));
    const ask = async ({ url, method, headers: signed }: SignedUrl, headers: Record<string, string> = {}) => {
      const response = await fetch(url, { method, headers: { ...signed, ...headers } });
      return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
    };

    describe("an upload of unknown size", () => {
      const send = async (key: string, body: Uint8Array, chunk: number) => {
        const upload = await storage.createUpload({ key, contentType: TYPE });
        for (let at = 0; at < body.length; at += chunk) await upload.write(body.subarray(at, at + chunk));
        return upload;
      };

      test.each([
        ["one piece", 100_000, 64_000],
        ["several parts", 25 * MIB + 3, 3 * MIB],
        ["exactly one part", 16 * MIB, 16 * MIB],
        ["exactly two parts", 24 * MIB, 24 * MIB],
      ])("stores %s, which exists once it is complete", async (_what, size, chunk) => {
        const [key, body] = [createKey(), randomBytes(size)];
        const upload = await send(key, body, chunk);
        expect(await storage.head(key)).toBeUndefined();
        await upload.complete();
        expect(await storage.head(key)).toMatchObject({ bytes: size, contentType: TYPE });
        expect(hash(await read(key))).toBe(hash(body));
        await expect((await send(key, randomBytes(size), chunk)).complete()).rejects.toThrow();
        expect(hash(await read(key))).toBe(hash(body));
      });

      test("leaves nothing when it is aborted", async () => {
        const key = createKey();
        const upload = await send(key, randomBytes(17 * MIB), MIB);
        await upload.abort();
        expect(await storage.head(key)).toBeUndefined();
        await expect(upload.complete()).rejects.toThrow();
        expect(await storage.head(key)).toBeUndefined();
      });
    });

    describe("a presigned PUT", () => {
      const body = randomBytes(5000);

      test("creates the object with its length, type and SHA-256", async () => {
        const key = await store(body);
        expect(await storage.head(key)).toEqual({ bytes: 5000, contentType: TYPE, sha256: hash(body) });
        expect((await read(key)).equals(body)).toBe(true);
      });

      test("works once: an existing object stays, even for the same bytes", async () => {
        const key = createKey();
        const signed = await sign(key, body);
        expect(await put(signed, body)).toBe(200);
        expect(await put(signed, body)).toBe(412);
        const other = randomBytes(5000);
        expect(await put(await sign(key, other), other)).toBe(412);
        expect((await read(key)).equals(body)).toBe(true);
      });

      test("succeeds for one of two concurrent requests", async () => {
        const key = createKey();
        const others = [randomBytes(200_000), randomBytes(200_000)];
        const signed = await Promise.all(others.map((bytes) => sign(key, bytes)));
        const statuses = await Promise.all(signed.map((url, index) => put(url, others[index] ?? body)));
        expect(statuses.filter((status) => status === 200)).toHaveLength(1);
        expect([409, 412]).toContain(statuses.find((status) => status !== 200));
        expect((await read(key)).equals(others[statuses.indexOf(200)] ?? body)).toBe(true);
      });

      test("accepts only the signed bytes", async () => {
        const key = createKey();
        const signed = await sign(key, body);
        const other = randomBytes(5000);
        expect(await put(signed, other)).toBe(400);
        expect(REFUSED).toContain(await put(signed, body.subarray(1), { "content-length": undefined }));
        const checksum = createHash("sha256").update(other).digest("base64");
        expect(await put(signed, other, { "x-amz-checksum-sha256": checksum })).toBe(403);
        expect(await storage.head(key)).toBeUndefined();
      });

      test.each([
        ["another type", { "content-type": "text/html" }],
        ["leave to overwrite", { "if-none-match": undefined }],
        ["no checksum", { "x-amz-checksum-sha256": undefined }],
      ])("refuses %s", async (_what, over) => {
        const key = createKey();
        expect(REFUSED).toContain(await put(await sign(key, body), body, over));
        expect(await storage.head(key)).toBeUndefined();
      });
    });

    describe("a presigned URL", () => {
      const body = randomBytes(300);

      test("is invalid for another key", async () => {
        const [mine, theirs] = [await store(body), await store(randomBytes(300))];
        const { url, ...signed } = await storage.signGet(mine);
        expect((await ask({ ...signed, url })).status).toBe(200);
        expect((await ask({ ...signed, url: url.replace(mine, theirs) })).status).toBe(403);
        const target = createKey();
        const upload = await sign(target, body);
        expect(await put({ ...upload, url: upload.url.replace(target, createKey()) }, body)).toBe(403);
      });

      test("is invalid for another method", async () => {
        const key = await store(body);
        const { url } = await storage.signGet(key);
        expect(await put({ url, method: "PUT", headers: {}, expiresAt: "" }, randomBytes(10))).toBe(403);
        expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
        expect((await read(key)).equals(body)).toBe(true);
      });

      test("is invalid with another expiry or signature", async () => {
        const signed = await storage.signGet(await store(body));
        const later = new URL(signed.url);
        later.searchParams.set("X-Amz-Expires", "604800");
        expect((await ask({ ...signed, url: later.href })).status).toBe(403);
        const other = new URL(signed.url);
        other.searchParams.set("X-Amz-Signature", "0".repeat(64));
        expect((await ask({ ...signed, url: other.href })).status).toBe(403);
        const named = new URL(signed.url);
        named.searchParams.set("response-content-type", "text/html");
        expect((await ask({ ...signed, url: named.href })).status).toBe(403);
      });

      test("is required", async () => {
        const { url } = await storage.signGet(await store(body));
        expect((await fetch(url.replace(/\?.*$/s, ""))).status).toBe(403);
      });

      // S3 counts whole seconds from the second in which the URL was signed, so that of two URLs at least one is valid.
      test("expires", async () => {
        const brief = subject.open(2);
        const key = await store(body);
        const expectServed = async () => {
          const began = Date.now();
          const get = await brief.signGet(key);
          const { status } = await ask(get);
          return Date.now() - began < 1000 ? { get, status } : undefined;
        };
        // A busy machine may take longer than the URL is valid, which is not an error of the storage.
        let served = await expectServed();
        for (let attempt = 1; !served && attempt < 10; attempt++) served = await expectServed();
        expect(served?.status).toBe(200);
        const upload = await sign(createKey(), body, brief);
        await sleep(2500);
        expect(served && (await ask(served.get)).status).toBe(403);
        expect(await put(upload, body)).toBe(403);
      });
    });

    describe("reading", () => {
      const body = randomBytes(10_000);

      test("returns ranges, so that a download can resume", async () => {
        const signed = await storage.signGet(await store(body));
        const part = await ask(signed, { range: "bytes=4000-" });
        expect(part).toMatchObject({ status: 206, body: body.subarray(4000) });
        expect(part.headers.get("content-range")).toBe("bytes 4000-9999/10000");
        expect(await ask(signed, { range: "bytes=0-99" })).toMatchObject({ status: 206, body: body.subarray(0, 100) });
        expect((await ask(signed, { range: "bytes=10000-" })).status).toBe(416);
        expect(await ask(signed, { range: "bytes=-100" })).toMatchObject({ status: 206, body: body.subarray(-100) });
      });

      test("returns the whole object for a malformed range, another unit, or several ranges", async () => {
        const signed = await storage.signGet(await store(body));
        for (const range of ["bytes", "bytes=", "bytes=-", "bytes=9-5", "bytes=a-b", "lines=0-9", "bytes=0-9,20-29"])
          expect(await ask(signed, { range }), range).toMatchObject({ status: 200, body });
      });

      test("returns the signed name and type", async () => {
        const key = await store(body);
        const { headers } = await ask(await storage.signGet(key, { filename: "a b.png", contentType: "image/webp" }));
        expect(headers.get("content-disposition")).toBe('attachment; filename="a b.png"');
        expect(headers.get("content-type")).toBe("image/webp");
      });

      test("reads a range of an object", async () => {
        const body = randomBytes(5000);
        const key = await store(body);
        const range = { start: 1000, end: 1700 };
        expect((await buffer(await storage.get(key, range))).equals(body.subarray(1000, 1700))).toBe(true);
      });

      test("finds no missing object", async () => {
        const key = createKey();
        expect(await storage.head(key)).toBeUndefined();
        await expect(storage.get(key)).rejects.toThrow();
        expect((await ask(await storage.signGet(key))).status).toBe(404);
      });
    });

    test("assets and previews have the tag of their kind for lifecycle rules, also in uploads by others", async () => {
      const key = `ten_1/assets/${randomUUID()}/a.png`;
      const bytes = Buffer.from("asset");
      const signed = await storage.signPut({
        key,
        bytes: bytes.length,
        contentType: "image/png",
        sha256: hash(bytes),
      });
      expect(signed.headers["x-amz-tagging"]).toBe("pegbar%3Akind=asset");
      const { "x-amz-tagging": _tag, ...untagged } = signed.headers;
      expect((await fetch(signed.url, { method: "PUT", headers: untagged, body: bytes })).status).toBe(403);
      expect((await fetch(signed.url, { method: "PUT", headers: signed.headers, body: bytes })).ok).toBe(true);
      expect((await storage.signPreview("ten_1/previews/att_1")).headers["x-amz-tagging"]).toBe(
        "pegbar%3Akind=preview",
      );
    });

    test("a preview can be overwritten", async () => {
      const key = createKey();
      const signed = await storage.signPreview(key);
      for (const body of [randomBytes(100), randomBytes(200)]) {
        expect(await put(signed, body)).toBe(200);
        expect((await read(key)).equals(body)).toBe(true);
      }
    });

    describe("assembling", () => {
      const parts = [randomBytes(5 * MIB), randomBytes(5 * MIB), randomBytes(1000)];
      const storeParts = async () => Promise.all(parts.map((part) => store(part)));

      test("creates one object from several, in order", async () => {
        const target = createKey();
        await storage.assemble(await storeParts(), target);
        expect(await storage.head(target)).toMatchObject({ bytes: 10 * MIB + 1000 });
        expect(hash(await read(target))).toBe(hash(Buffer.concat(parts)));
      });

      test("does not overwrite an existing object", async () => {
        const target = await store(randomBytes(50));
        await expect(storage.assemble(await storeParts(), target)).rejects.toThrow();
        expect(await storage.head(target)).toMatchObject({ bytes: 50 });
      });

      test("creates nothing if a part is missing", async () => {
        const target = createKey();
        await expect(storage.assemble([...(await storeParts()), createKey()], target)).rejects.toThrow();
        expect(await storage.head(target)).toBeUndefined();
      });
    });

    describe("listing and deleting", () => {
      test("lists keys in order with their lengths, over several pages", async () => {
        const prefix = `${createKey()}/`;
        const keys = Array.from({ length: 1003 }, (_, index) => `${prefix}${String(index).padStart(5, "0")}`);
        for (let from = 0; from < keys.length; from += 50)
          await Promise.all(
            keys.slice(from, from + 50).map((key) => storage.put({ key, body: randomBytes(3), contentType: TYPE })),
          );
        expect(await storage.list(prefix)).toEqual(keys.map((key) => ({ key, bytes: 3 })));
        await storage.removeMany([...keys.slice(1), `${prefix}none`]);
        expect(await storage.list(prefix)).toEqual([{ key: keys[0], bytes: 3 }]);
      });

      test("deletes only below one prefix", async () => {
        const base = createKey();
        const keys = [`${base}/a/1`, `${base}/a/2`, `${base}/ab/1`, `${base}/a`];
        for (const key of keys) await storage.put({ key, body: randomBytes(1), contentType: TYPE });
        await storage.removeBelow(`${base}/a/`);
        expect((await storage.list(base)).map(({ key }) => key)).toEqual([`${base}/a`, `${base}/ab/1`]);
        await expect(storage.removeBelow("contract")).rejects.toThrow(/not the prefix/);
      });

      test("keeps an object when another one is uploaded to its key", async () => {
        const key = createKey();
        await storage.put({ key, body: Buffer.from("first"), contentType: TYPE });
        await storage.put({ key, body: Buffer.from("second"), contentType: TYPE });
        expect(await new Response(await storage.get(key)).text()).toBe("first");
      });

      test("deletes one object, even twice", async () => {
        const key = await store(randomBytes(1));
        await storage.remove(key);
        await storage.remove(key);
        expect(await storage.head(key)).toBeUndefined();
      });
    });
  });
}
