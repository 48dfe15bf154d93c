import { request } from "node:http";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashContent } from "@pegbar/comfyui/content-hash";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";
import { ARTIST, createComfyClient, sha256 } from "./client.ts";
import { buildGraph } from "./graph.ts";

const COLLEAGUE = "supervisor@lumen.example";
const STRANGER = "artist@orrery.example";
let api: TestApi;
let comfy: ReturnType<typeof createComfyClient>;
beforeAll(async () => {
  api = await startApi();
  comfy = createComfyClient(api);
});
afterAll(() => api.stop());

const paint = (colour: string, size = 64) =>
  sharp({ create: { width: size, height: 48, channels: 3, background: colour } })
    .png()
    .toBuffer();
const toHash = async (bytes: Uint8Array) => {
  const { blake3 } = await hashContent(
    (async function* () {
      yield bytes;
    })(),
  );
  return `blake3:${blake3}`;
};
const codeOf = (answer: Awaited<ReturnType<typeof comfy.get>>) => [answer.status, answer.body.error?.code];
const countStorage = async (email: string) => {
  const [row] = await api.admin`
    select storage_bytes::int as bytes from quota join member on member.id = quota.subject_id where member.email = ${email}`;
  return Number(row?.["bytes"] ?? 0);
};

describe("an upload", () => {
  test("is new once, has both hashes and counts as storage once", async () => {
    const bytes = await paint("#204060");
    const before = await countStorage(ARTIST);
    const hash = await toHash(bytes);
    const first = await comfy.upload(bytes, { file_path: 'shots/a "quoted" name.png', expected_hash: hash, tags: "a" });
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({
      id: expect.stringMatching(/^inp_/) as unknown,
      hash,
      size_bytes: bytes.length,
      content_type: "image/png",
      file_path: 'a "quoted" name.png',
      created_new: true,
      url: expect.stringMatching(/^http/) as unknown,
      url_expires_at: expect.any(String) as unknown,
    });
    const again = await comfy.upload(bytes, { file_path: "b.png" });
    expect([again.status, again.body["id"], again.body["created_new"]]).toEqual([200, first.body["id"], false]);
    expect((await countStorage(ARTIST)) - before).toBe(bytes.length);
    const own = await api.ask("GET", `/v1/inputs/${String(first.body["id"])}`, { as: ARTIST });
    expect(own.body).toMatchObject({ sha256: sha256(bytes), status: "verified", width: 64 });
    // The second copy of the bytes is deleted by the janitor.
    await api.studios.removeLeftovers();
    const stored = (await api.studios.stored()).filter((key) => key.includes("/inputs/"));
    expect(stored.length).toBe(Number((await api.admin`select count(*)::int as n from input`)[0]?.["n"]));
  });

  test("has the name of the field, whatever the header says", async () => {
    const bytes = await paint("#a04060");
    const body = Buffer.concat([
      Buffer.from(
        '--b\r\nContent-Disposition: form-data; name="content_type"\r\n\r\nimage/png\r\n' +
          '--b\r\nContent-Disposition: form-data; name="file_path"\r\n\r\nsay "hello".png\r\n' +
          // As the Python client writes it: the quotation mark is not escaped.
          '--b\r\nContent-Disposition: form-data; name="file"; filename="say "hello".png"\r\nContent-Type: image/png\r\n\r\n',
      ),
      bytes,
      Buffer.from("\r\n--b--\r\n"),
    ]);
    const answer = await comfy.send("POST", "/assets", {
      body: new Uint8Array(body),
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    expect([answer.status, answer.body["file_path"]]).toEqual([201, 'say "hello".png']);
  });

  test("serves ranges, without a key for the store", async () => {
    const bytes = await paint("#602040");
    const { body } = await comfy.upload(bytes);
    const redirect = await comfy.get(`/assets/${String(body["id"])}/content`);
    expect(redirect.status).toBe(302);
    const part = await fetch(redirect.headers.get("location") ?? "", { headers: { range: "bytes=0-7" } });
    expect([part.status, Buffer.from(await part.arrayBuffer()).toString("hex")]).toEqual([206, "89504e470d0a1a0a"]);
    const whole = await fetch(String(body["url"]));
    expect(sha256(Buffer.from(await whole.arrayBuffer()))).toBe(sha256(bytes));
  });

  describe("leaves nothing", () => {
    const leavesNothing = async (act: () => Promise<void>) => {
      const [before, storage] = [await api.footprint(), await countStorage(ARTIST)];
      await act();
      expect(await api.footprint()).toEqual(before);
      expect(await countStorage(ARTIST)).toBe(storage);
    };

    test("with another hash than expected", () =>
      leavesNothing(async () => {
        const bytes = await paint("#111111");
        const hash = await toHash(await paint("#222222"));
        const answer = await comfy.upload(bytes, { expected_hash: hash });
        expect(codeOf(answer)).toEqual([409, "hash_mismatch"]);
        expect(answer.body.error?.details).toEqual({ hash: await toHash(bytes) });
        expect(codeOf(await comfy.upload(bytes, { expected_hash: "md5:1" }))).toEqual([400, "invalid_request"]);
      }));

    test("when it is interrupted", { timeout: 30_000 }, () =>
      leavesNothing(async () => {
        const token = await api.getToken(ARTIST);
        await new Promise<void>((resolve) => {
          const sending = request(`${api.url}/api/v2/assets`, {
            method: "POST",
            headers: {
              authorization: `Bearer ${token}`,
              "content-type": "multipart/form-data; boundary=b",
              "content-length": "50000000",
            },
          });
          sending.on("error", () => resolve());
          sending.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n');
          // More than a part, so that the upload to the store has begun.
          sending.write(Buffer.alloc(20_000_000, 7), () => setTimeout(() => sending.destroy(new Error("gone")), 500));
        });
        // The server notices when the connection has gone.
        await expect
          .poll(() => api.studios.logged.some(({ message }) => message === "client disconnected"), { timeout: 10_000 })
          .toBe(true);
      }),
    );

    test.each<[string, string, number, string]>([
      [
        "without a file",
        '--b\r\nContent-Disposition: form-data; name="file_path"\r\n\r\na\r\n--b--\r\n',
        400,
        "invalid_request",
      ],
      [
        "with an empty file",
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n--b--\r\n',
        400,
        "invalid_request",
      ],
      [
        "with a form that ends early",
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        400,
        "invalid_request",
      ],
      ["without a form", "nothing", 400, "invalid_request"],
      [
        "with a file that is no media",
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n',
        422,
        "input_type_not_supported",
      ],
    ])("%s", (_what, body, status, code) =>
      leavesNothing(async () => {
        const headers = { "content-type": "multipart/form-data; boundary=b" };
        const answer = await comfy.send("POST", "/assets", { body, headers });
        expect(codeOf(answer), JSON.stringify(answer.body)).toEqual([status, code]);
      }),
    );

    test("as JSON", () =>
      leavesNothing(async () => {
        expect(codeOf(await comfy.post("/assets", {}))).toEqual([415, "unsupported_media_type"]);
      }));

    test("over the storage limit", () =>
      leavesNothing(async () => {
        const [row] = await api.admin`select id from member where email = ${ARTIST}`;
        await api.admin`update quota set storage_limit = storage_bytes where subject_id = ${String(row?.["id"])}`;
        const answer = await comfy.upload(await paint("#333333"));
        await api.admin`update quota set storage_limit = null where subject_id = ${String(row?.["id"])}`;
        expect(codeOf(answer)).toEqual([402, "insufficient_credits"]);
      }));
  });
});

describe("a file by its hash", () => {
  test("is found by the studio that has it, and looks missing to others", async () => {
    const bytes = await paint("#448844");
    const hash = await toHash(bytes);
    const head = async (as: string) => (await comfy.send("HEAD", `/assets/by-hash/${hash}`, { as })).status;
    const mint = (as: string) => comfy.post("/assets/from-hash", { hash, file_path: "x.png", tags: ["a"] }, { as });
    expect([await head(ARTIST), codeOf(await mint(ARTIST))]).toEqual([404, [404, "blob_not_found"]]);
    const uploaded = await comfy.upload(bytes);
    expect([await head(ARTIST), await head(COLLEAGUE), await head(STRANGER)]).toEqual([200, 200, 404]);
    const minted = await mint(COLLEAGUE);
    expect([minted.status, minted.body["id"], minted.body["created_new"]]).toEqual([200, uploaded.body["id"], false]);
    const before = await api.footprint();
    const none = await comfy.post(
      "/assets/from-hash",
      { hash: await toHash(await paint("#010203")) },
      { as: STRANGER },
    );
    const theirs = await mint(STRANGER);
    expect([theirs.status, theirs.body]).toEqual([none.status, none.body]);
    expect(await api.footprint()).toEqual(before);
    // The other studio's own upload is its own file.
    const other = await comfy.upload(bytes, {}, { as: STRANGER });
    expect([other.status, other.body["created_new"]]).toEqual([201, true]);
    expect(other.body["id"]).not.toBe(uploaded.body["id"]);
    expect(codeOf(await comfy.get(`/assets/${String(uploaded.body["id"])}`, { as: STRANGER }))).toEqual([
      404,
      "not_found",
    ]);
  });

  test.each(["sha256:00", "blake3:xyz", "none"])("%s is not a hash", async (hash) => {
    expect((await comfy.send("HEAD", `/assets/by-hash/${hash}`)).status).toBe(400);
    expect(codeOf(await comfy.post("/assets/from-hash", { hash }))).toEqual([400, "invalid_request"]);
  });
});

describe("a deleted file", () => {
  const reference = (id: unknown) => ({ __type: "core/ASSET", info: { id } });
  const use = (id: unknown, as = ARTIST) =>
    comfy.submit(buildGraph({ image: reference(id) }), { "pegbar.shot": "HARBOR/sq010/sh010" }, { as });

  test("that nobody else uses is gone, with its storage", async () => {
    const before = await countStorage(ARTIST);
    const { body } = await comfy.upload(await paint("#777711"));
    const id = String(body["id"]);
    expect((await comfy.send("DELETE", `/assets/${id}`)).status).toBe(204);
    expect(await countStorage(ARTIST)).toBe(before);
    expect(codeOf(await comfy.send("DELETE", `/assets/${id}`))).toEqual([404, "not_found"]);
    const refused = await use(id);
    expect([codeOf(refused), refused.body.error?.details]).toEqual([[422, "missing_asset"], { missing_ids: [id] }]);
  });

  test("that a colleague has uploaded too stays for the colleague", async () => {
    const bytes = await paint("#777722");
    const { body } = await comfy.upload(bytes);
    await comfy.upload(bytes, {}, { as: COLLEAGUE });
    const id = String(body["id"]);
    expect((await comfy.send("DELETE", `/assets/${id}`)).status).toBe(204);
    expect(codeOf(await comfy.get(`/assets/${id}`))).toEqual([404, "not_found"]);
    expect((await comfy.send("HEAD", `/assets/by-hash/${await toHash(bytes)}`)).status).toBe(404);
    expect((await use(id)).status).toBe(422);
    expect((await comfy.get(`/assets/${id}`, { as: COLLEAGUE })).status).toBe(200);
    expect((await use(id, COLLEAGUE)).status).toBe(201);
    // Uploaded again, it is there again.
    expect((await comfy.upload(bytes)).body["id"]).toBe(id);
    expect((await comfy.get(`/assets/${id}`)).status).toBe(200);
  });

  test("of somebody else cannot be deleted", async () => {
    const { body } = await comfy.upload(await paint("#777733"), {}, { as: COLLEAGUE });
    expect(codeOf(await comfy.send("DELETE", `/assets/${String(body["id"])}`))).toEqual([403, "forbidden"]);
  });

  test.each<[string, unknown]>([
    ["no info", { __type: "core/ASSET" }],
    ["no id", { __type: "core/ASSET", info: { hash: "blake3:00" } }],
    ["an id that is no text", reference(1)],
    ["an unknown id", reference("inp_none")],
    ["an unknown kind of id", reference("tok_none")],
  ])("a reference with %s is refused", async (_what, image) => {
    const answer = await comfy.submit(buildGraph({ image }));
    expect(codeOf(answer)).toEqual([422, "missing_asset"]);
  });
});

test(
  "a result is the input of the next job, and its lineage and both hashes are kept",
  { timeout: 30_000 },
  async () => {
    const actions = createActions(api.studios);
    const bytes = await paint("#123456", 80);
    const first = await comfy.submit(buildGraph());
    // The job of the tests above that used an input is claimed first.
    for (let lease = await actions.claim(); lease; lease = await actions.claim())
      await actions.complete(lease, 10, { bytes, filename: "paint.png", contentType: "image/png" });
    const { outputs } = (await comfy.get(`/jobs/${String(first.body["id"])}`)).body as unknown as {
      outputs: { id: string }[];
    };
    const id = outputs[0]?.id;
    // The media function fills in what an older worker has not sent.
    await expect
      .poll(async () => (await comfy.get(`/assets/${id}`)).body["hash"], { timeout: 10_000 })
      .toBe(await toHash(bytes));
    expect((await comfy.send("HEAD", `/assets/by-hash/${await toHash(bytes)}`)).status).toBe(200);
    const chained = await comfy.submit(buildGraph({ image: { __type: "core/ASSET", info: { id } } }));
    expect(chained.status, JSON.stringify(chained.body)).toBe(201);
    const lease = await actions.claim();
    expect(lease?.inputs).toMatchObject([{ sha256: sha256(bytes), bytes: bytes.length }]);
    expect(lease?.graph["10"]?.inputs["image"]).toBe(lease?.inputs[0]?.id);
    if (lease) await actions.complete(lease, 10);
    const minted = await comfy.post("/assets/from-hash", { hash: await toHash(bytes) });
    expect([minted.status, minted.body["id"]]).toEqual([200, lease?.inputs[0]?.id]);
    expect(codeOf(await comfy.send("DELETE", `/assets/${id}`))).toEqual([403, "forbidden"]);
    expect(codeOf(await comfy.get(`/assets/${id}`, { as: STRANGER }))).toEqual([404, "not_found"]);
  },
);
