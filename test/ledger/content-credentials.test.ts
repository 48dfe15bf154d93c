import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Mp4OutputFormat } from "mediabunny";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Asset from "@pegbar/core/result/asset";
import * as Lineage from "@pegbar/core/result/asset/lineage.ts";
import * as Ledger from "@pegbar/core/result/ledger";
import { readLeaf, readStore } from "@pegbar/functions/media/credentials/read.ts";
import { Later } from "@pegbar/functions/media/later.ts";
import { formatCertificate, verify } from "@pegbar/verify";
import { film } from "../../packages/functions/test/film.ts";
import { createCredentials, readCredentials, type TestCredentials } from "../setup/credentials.ts";
import { createForeignSigner } from "../setup/foreign-signer.ts";

let box: TestCredentials;
let foreign: Awaited<ReturnType<typeof createForeignSigner>>;
beforeAll(async () => {
  [box, foreign] = await Promise.all([createCredentials(), createForeignSigner()]);
});
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-sidecar-"));
});
afterAll(async () => {
  await box.drop();
  await rm(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
let seed = 0;
/** All different. */
const picture = (format: "png" | "jpeg" | "webp") =>
  sharp({
    create: {
      width: 96,
      height: 64,
      channels: 3,
      background: { r: seed++ % 256, g: 90, b: 120 },
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  })
    .toFormat(format)
    .toBuffer();
const png = async () => ({ bytes: await picture("png"), filename: "paint.png", contentType: "image/png" });
const files = {
  png,
  jpeg: async () => ({ bytes: await picture("jpeg"), filename: "paint.jpg", contentType: "image/jpeg" }),
  webp: async () => ({ bytes: await picture("webp"), filename: "paint.webp", contentType: "image/webp" }),
  mp4: async () => ({
    bytes: await film(new Mp4OutputFormat(), "avc"),
    filename: "paint.mp4",
    contentType: "video/mp4",
  }),
};

type Made = Parameters<TestCredentials["made"]>[0];

/** A result with content credentials. */
async function signed(file: Promise<Made> = png(), request: Record<string, unknown> = {}) {
  const made = await file;
  const id = await box.made(made, request);
  await box.run();
  await box.credential(id);
  const row = await box.asset(id);
  const bytes = await box.readObject(row.credentialed_key);
  return { id, row, original: made.bytes, bytes, contentType: made.contentType };
}
const leafIn = (found: Awaited<ReturnType<typeof readCredentials>>) =>
  found?.active.assertions.find(({ label }) => label === "org.pegbar.leaf")?.data;

describe.each(Object.keys(files) as (keyof typeof files)[])("a %s", (kind) => {
  let one: Awaited<ReturnType<typeof signed>>;
  beforeAll(async () => {
    one = await signed(files[kind]());
  });

  test("is signed, and its credentials name the leaf in the log", async () => {
    const found = await readCredentials(one.bytes, one.contentType, box.own);
    expect(found).toMatchObject({
      state: "Trusted",
      active: {
        title: one.row.filename,
        claim_generator_info: [{ name: "Pegbar" }],
        ingredients: [
          {
            title: "preview.safetensors",
            relationship: "inputTo",
            metadata: {
              "org.pegbar.sha256": expect.stringMatching(/^[0-9a-f]{64}$/) as string,
              "org.pegbar.licence": "Apache-2.0",
            },
          },
        ],
      },
    });
    expect(leafIn(found)).toMatchObject({
      origin: one.row["origin"],
      index: Number(one.row["position"]),
      hash: one.row["leaf"],
      prompts: { commitment: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(found?.active.assertions).toContainEqual(
      expect.objectContaining({
        data: {
          actions: [
            expect.objectContaining({
              action: "c2pa.created",
              digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
              softwareAgent: expect.objectContaining({ name: "Pegbar", "org.pegbar.comfyui": "test" }) as object,
            }),
          ],
        },
      }),
    );
    expect(one.row).toMatchObject({
      credentialed_sha256: sha256(one.bytes),
      credentialed_bytes: String(one.bytes.length),
      sha256: sha256(one.original),
    });
  });

  test("has the same pixels as the original", async () => {
    if (kind === "mp4") return;
    const pixels = async (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
    expect(await pixels(one.bytes)).toEqual(await pixels(one.original));
  });

  test("has one certificate that verifies both files, and no other file", async () => {
    await box.run();
    const certificate = formatCertificate(await box.readCertificate(box.lumen, one.id));
    const keys = { log: box.logKeys };
    expect(verify(certificate, one.original, keys)).toMatchObject({
      valid: true,
      file: { record: { type: "asset.generated" } },
    });
    expect(verify(certificate, one.bytes, keys)).toMatchObject({
      valid: true,
      file: { record: { type: "asset.credentialed", generatedLeaf: one.row["leaf"] } },
      made: { record: { type: "asset.generated", generation: { prompts: ["a lamp"] } } },
    });
    const other = new Uint8Array(one.bytes);
    other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
    expect(verify(certificate, other, keys)).toMatchObject({ valid: false });
  });

  test("is invalid with any byte changed, in the picture or in its credentials", async () => {
    const whole = Buffer.from(one.bytes);
    const said = [
      String(one.row["leaf"]),
      one.row.filename,
      "trainedAlgorithmicMedia",
      "Apache-2.0",
      "Content credentials",
    ];
    const inPicture = Array.from({ length: 20 }, (_, step) => {
      const at = Math.floor((one.original.length * step) / 20);
      const some = one.original.subarray(at, at + 12);
      // Files that could have been changed elsewhere say nothing.
      return new Set(some).size > 6 ? whole.indexOf(some) : -1;
    }).filter((at) => at > 64);
    expect(inPicture.length).toBeGreaterThan(3);
    for (const at of [...said.map((text) => whole.indexOf(text)), ...inPicture]) {
      expect(at).toBeGreaterThan(0);
      const other = Buffer.from(whole);
      other[at] = (other[at] ?? 0) ^ 1;
      const state = await readCredentials(other, one.contentType, box.own).then(
        (found) => found?.state,
        () => "unreadable",
      );
      expect(["Invalid", "unreadable"], `byte ${at}`).toContain(state);
    }
  });
});

describe("a certificate", () => {
  test("of a signed file also contains the generation, or is invalid", async () => {
    const one = await signed();
    await box.run();
    const certificate = await box.readCertificate(box.lumen, one.id);
    expect(certificate.entries).toHaveLength(2);
    const alone = { ...certificate, entries: certificate.entries.slice(1) };
    expect(box.refusal(alone, one.bytes)).toMatch(/does not belong to the generation that its record names/);
    expect(box.refusal({ ...certificate, entries: certificate.entries.slice(0, 1) }, one.bytes)).toMatch(
      /another file/,
    );
  });

  test("of a shot is also about signed files, including those that were signed after it was listed", async () => {
    const place = { shot: "HARBOR/sq010/sh030" };
    const first = await signed(png(), place);
    const { studios, logKeys, run } = box;
    const supervisor = await studios.member("lumen", "admin");
    const certify = async () => {
      const stop = setInterval(() => void run(), 50);
      return studios
        .as(supervisor, () => Ledger.createShotCertificate(String(first.row["shot_id"]), { waitMs: 5000, logKeys }))
        .finally(() => clearInterval(stop));
    };
    const before = await certify();
    for (const bytes of [first.bytes, first.original]) expect(box.refusal(before, bytes)).toBeUndefined();
    const second = await box.made(await png(), place);
    await run();
    await certify();
    await box.credential(second);
    const after = await certify();
    const { credentialed_key: key } = await box.asset(second);
    for (const bytes of [first.bytes, first.original, await box.readObject(key)])
      expect(box.refusal(after, bytes)).toBeUndefined();
    expect(box.refusal(before, undefined)).toBeUndefined();
  });
});

describe("a certificate while the second record is pending", () => {
  test("has the written record for requests that do not wait, and both records for those that do", async () => {
    const { id, original, bytes } = await signed();
    const some = await box.readCertificate(box.lumen, id);
    expect(some.entries).toHaveLength(1);
    expect(box.refusal(some, original)).toBeUndefined();
    expect(box.refusal(some, bytes)).toMatch(/another file/);
    const [waited] = await Promise.all([box.readCertificate(box.lumen, id, 5000), box.run()]);
    expect(waited.entries).toHaveLength(2);
    expect(box.refusal(waited, bytes)).toBeUndefined();
  });
});

describe("credentials reveal nothing private", () => {
  test("no prompt, no person, and no name of an input", async () => {
    const input = await box.upload(await picture("png"), "image/png");
    const { bytes } = await signed(png(), {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: "the monster at last", negative_prompt: "daylight", seed: 3, strength: 0.5 },
    });
    const found = await readCredentials(bytes, "image/png", box.own);
    expect(found?.active.ingredients).toMatchObject([{ title: "preview.safetensors" }, { title: "Input 1" }]);
    const whole = Buffer.from(bytes);
    const { rows: admin, lumen } = box;
    const [person] =
      await admin`select name, email from member where id = ${lumen.type === "member" ? lumen.memberId : ""}`;
    for (const secret of [
      "monster",
      "daylight",
      input.sha256,
      input.id,
      String(person?.["email"]),
      lumen.type === "member" ? lumen.memberId : "",
      lumen.type === "member" ? lumen.tenantId : "",
    ])
      expect(whole.includes(secret), secret).toBe(false);
    expect(Object.keys(found?.active ?? {})).not.toContain("thumbnail");
    expect(found?.active.ingredients.some((one) => "thumbnail" in one)).toBe(false);
  });
});

describe("signing several times, and after a crash", () => {
  test("creates one file and one record", async () => {
    const id = await box.made(await png());
    await box.run();
    await Promise.all([1, 2, 3].map(() => box.credential(id)));
    await box.studios.removeLeftovers();
    const [{ credentialed_key: key }, stored] = [await box.asset(id), await box.stored(id)];
    expect(stored).toEqual([key]);
    await box.credential(id);
    await box.run();
    expect(await box.stored(id)).toEqual([key]);
    expect(await box.rows`select 1 from leaf where event_id = ${`${id}/credentialed`}`).toHaveLength(1);
  });

  test("after a crash between storage and row, signs again and leaves the first file to the janitor", async () => {
    const id = await box.made(await png());
    await box.run();
    const { rows } = box;
    await rows`revoke update (credentialed_key) on asset from pegbar_app`;
    await expect(box.credential(id)).rejects.toThrow();
    await rows`grant update (credentialed_key) on asset to pegbar_app`;
    const [left] = await box.stored(id);
    expect(left).toBeDefined();
    expect((await box.asset(id)).credentialed_key).toBeNull();
    await box.credential(id);
    const { credentialed_key: key } = await box.asset(id);
    await box.studios.removeLeftovers();
    expect(await box.stored(id)).toEqual([key]);
    expect(key).not.toBe(left);
    const found = await readCredentials(await box.readObject(key), "image/png", box.own);
    expect(found?.state).toBe("Trusted");
  });

  test("after a crash between row and cleanup, leaves other files to the janitor, and signs nothing", async () => {
    const { id, row } = await signed();
    const stray = row.credentialed_key.replace(/[0-9a-f]{64}/, "0".repeat(64));
    await box.studios.storage.put({ key: stray, body: Buffer.from("x"), contentType: "image/png" });
    await box.credential(id);
    await box.studios.removeLeftovers();
    expect(await box.stored(id)).toEqual([row.credentialed_key]);
  });

  test("waits until the asset's record is written", async () => {
    const [id, next] = [await box.made(await png()), await box.made(await png())];
    await expect(box.credential(id)).rejects.toThrow(Later);
    // Tasks behind it do not wait as long again.
    const began = performance.now();
    await expect(box.credential(next)).rejects.toThrow(Later);
    expect(performance.now() - began).toBeLessThan(1000);
    await box.run();
    await box.credential(id);
    expect((await box.asset(id)).credentialed_key).toMatch(/credentialed/);
  });

  test("skips files that cannot contain credentials, and does not try them again", async () => {
    const broken = { bytes: Buffer.from("no picture at all"), filename: "paint.png", contentType: "image/png" };
    const id = await box.made(broken);
    await box.run();
    await box.credential(id);
    expect((await box.asset(id)).credentialed_key).toBeNull();
    expect(box.studios.logged).toContainEqual({ level: "warn", message: "a result gets no content credentials" });
  });

  test("does not sign a stored file that differs from its record", async () => {
    const id = await box.made(await png());
    await box.run();
    const { key } = await box.asset(id);
    await box.studios.ports.dispatch.storage.remove(key);
    await box.studios.storage.put({ key, body: await picture("png"), contentType: "image/png" });
    await expect(box.credential(id)).rejects.toThrow(/differs from its record/);
  });

  test("the end of a job adds a task for each file that can contain credentials, and for no other", async () => {
    const id = await box.made({ bytes: Buffer.from("0,1"), filename: "a.csv", contentType: "text/csv" });
    const film = await box.made(await files.mp4());
    const tasks = await box.queued();
    expect(tasks).not.toContainEqual(expect.stringMatching(new RegExp(`credential-asset.*${id}`)));
    expect(tasks).toContainEqual(expect.stringMatching(new RegExp(`credential-asset.*${film}`)));
  });
});

describe("credentials of an upload", () => {
  test.each(["png", "jpeg", "webp"] as const)("a %s with another signer is stored as untrusted", async (format) => {
    const bytes = await foreign.sign(await picture(format), `image/${format}`);
    expect(await box.upload(bytes, `image/${format}`)).toMatchObject({
      status: "verified",
      credentials: {
        state: "untrusted",
        generator: "Camera firmware 7.1",
        issuer: "Camera Works",
        sourceType: "digitalCapture",
        ours: false,
        leaf: null,
        failures: ["signingCredential.untrusted"],
      },
    });
  });

  test("are missing for a picture without any", async () => {
    expect(await box.upload(await picture("jpeg"), "image/jpeg")).toMatchObject({ credentials: null });
  });

  test("are trusted for authorities that the operator configured, but are not the platform's", async () => {
    const { mediaDependencies } = box.studios;
    if (!mediaDependencies.credentials) throw new Error("nothing signs");
    const { authorities } = mediaDependencies.credentials;
    const trusting = {
      ...mediaDependencies,
      credentials: { ...mediaDependencies.credentials, authorities: { ...authorities, trusted: foreign.authority } },
    };
    const bytes = await foreign.sign(await picture("png"), "image/png");
    expect(await box.upload(bytes, "image/png", trusting)).toMatchObject({
      credentials: { state: "valid", ours: false, failures: [] },
    });
  });

  test("are invalid after a changed pixel, and the upload is accepted", async () => {
    const before = await picture("jpeg");
    const signed = await foreign.sign(before, "image/jpeg");
    const changed = (at: number) => signed.map((byte, index) => (index === at ? byte ^ 1 : byte));
    // Changing a bit may invalidate the picture, so this uses the first change that does not.
    let at = signed.length - 20;
    const isPicture = () =>
      sharp(changed(at), { failOn: "warning" })
        .stats()
        .then(
          () => true,
          () => false,
        );
    while (!(await isPicture())) at--;
    const bytes = changed(at);
    expect(await box.upload(bytes, "image/jpeg")).toMatchObject({
      status: "verified",
      credentials: { state: "invalid", failures: expect.arrayContaining(["assertion.dataHash.mismatch"]) as string[] },
    });
  });

  test("become part of the result's", async () => {
    const bytes = await foreign.sign(await picture("png"), "image/png");
    const theirs = await readCredentials(bytes, "image/png", "");
    const input = await box.upload(bytes, "image/png");
    const result = await signed(png(), {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: "a lamp", seed: 1, strength: 0.5 },
    });
    const found = await readCredentials(result.bytes, "image/png", box.own);
    const label = Object.keys(theirs?.manifests ?? {})[0] ?? "";
    expect(found?.state).toBe("Trusted");
    expect(found?.manifests[label]).toMatchObject({ claim_generator_info: [{ name: "Camera firmware" }] });
    expect(found?.active.ingredients).toContainEqual(
      expect.objectContaining({ title: "Input 1", relationship: "inputTo", active_manifest: label }),
    );
  });

  test("that are invalid do not keep the result from having its own", async () => {
    const bytes = await foreign.sign(await picture("png"), "image/png");
    const at = bytes.indexOf("Camera firmware");
    bytes[at] = 0x58;
    const input = await box.upload(bytes, "image/png");
    expect(input.credentials?.state).toBe("invalid");
    const result = await signed(png(), {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: "a lamp", seed: 1, strength: 0.5 },
    });
    expect((await readCredentials(result.bytes, "image/png", box.own))?.active.ingredients).toContainEqual(
      expect.objectContaining({ title: "Input 1" }),
    );
  });

  test("of the platform are recognized, with the result that they belong to", async () => {
    const first = await signed();
    const input = await box.upload(first.bytes, "image/png");
    expect(input.credentials).toMatchObject({
      state: "valid",
      ours: true,
      issuer: "Pegbar",
      sourceType: "trainedAlgorithmicMedia",
      leaf: { origin: first.row["origin"], index: Number(first.row["position"]), hash: first.row["leaf"] },
      failures: [],
    });
    const second = await signed(png(), {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: "a lamp", seed: 1, strength: 0.5 },
    });
    const origins = await box.studios.as(await box.studios.member("lumen", "admin"), () =>
      Lineage.fromAsset(second.id),
    );
    expect(origins.assets.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(origins.edges).toContainEqual({ from: first.id, to: input.id });
  });

  test("of a result that is uploaded without them are taken from its signed file", async () => {
    const first = await signed();
    const input = await box.upload(first.original, "image/png");
    expect(input.credentials).toBeNull();
    const second = await signed(png(), {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: "a lamp", seed: 1, strength: 0.5 },
    });
    const [own, found] = [
      await readCredentials(first.bytes, "image/png", box.own),
      await readCredentials(second.bytes, "image/png", box.own),
    ];
    expect(found?.state).toBe("Trusted");
    expect(Object.keys(found?.manifests ?? {})).toEqual(expect.arrayContaining(Object.keys(own?.manifests ?? {})));
  });
});

describe("a file that cannot contain credentials", () => {
  test.each([
    ["an EXR", "image/x-exr", "exr"],
    ["a WebM", "video/webm", "webm"],
    ["a GLB", "model/gltf-binary", "glb"],
  ])(
    "%s has them in a sidecar that names the leaf and verifies the original only",
    async (_what, contentType, ending) => {
      const original = randomBytes(500);
      const { id, row, bytes } = await signed(
        Promise.resolve({ bytes: original, filename: `paint.${ending}`, contentType }),
      );
      expect(row.credentialed_key).toMatch(/\.c2pa$/);
      const file = path.join(folder, `${id}.${ending}`);
      await writeFile(file, original);
      const store = await readStore({ path: file, mimeType: contentType }, box.own, Buffer.from(bytes));
      expect(store?.validation_state).toBe("Trusted");
      expect(store && readLeaf(store)).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      await writeFile(file, Buffer.concat([original, Buffer.from("x")]));
      const changed = await readStore({ path: file, mimeType: contentType }, box.own, Buffer.from(bytes));
      expect(changed?.validation_state).toBe("Invalid");
      const { url } = await box.studios.as(box.lumen, () => Asset.download(id, true));
      const response = await fetch(url);
      expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${row.filename}.c2pa"`);
      expect(response.headers.get("content-type")).toBe("application/c2pa");
    },
  );

  test("of another type is not signed, and its place says so", () => {
    expect(
      ["image/x-exr", "image/apng", "text/csv"].map((contentType) => Asset.getCredentialPlace({ contentType })),
    ).toEqual(["sidecar", "file", "none"]);
  });
});

describe("the download", () => {
  test("returns either file under its name; a missing signed file is not found", async () => {
    const { id, bytes, original, row } = await signed();
    const get = async (credentialed: boolean) => {
      const { url } = await box.studios.as(box.lumen, () => Asset.download(id, credentialed));
      const response = await fetch(url);
      return {
        name: response.headers.get("content-disposition"),
        bytes: new Uint8Array(await response.arrayBuffer()),
      };
    };
    expect(await get(false)).toEqual({
      name: `attachment; filename="${row.filename}"`,
      bytes: new Uint8Array(original),
    });
    expect(await get(true)).toEqual({
      name: `attachment; filename="${row.filename.replace(".png", ".signed.png")}"`,
      bytes,
    });
    const unsigned = await box.made(await png());
    await expect(box.studios.as(box.lumen, () => Asset.download(unsigned, true))).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
