import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as Input from "@pegbar/core/catalog/input";
import * as Attempt from "@pegbar/core/attempt";
import * as Model from "@pegbar/core/catalog/model";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
beforeAll(async () => {
  studios = await createStudios();
});
afterAll(() => studios.drop());

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** What a URL was signed for: the object, and the headers that must be sent exactly. */
const purpose = (url: string) => {
  const parsed = new URL(url);
  return {
    key: decodeURIComponent(parsed.pathname).split("/").slice(2).join("/"),
    signed: (parsed.searchParams.get("X-Amz-SignedHeaders") ?? "").split(";"),
    seconds: Number(parsed.searchParams.get("X-Amz-Expires")),
  };
};

test("each URL is for one object of the tenant, and a PUT for one content, length and type, once", async () => {
  const w = createActions(studios);
  await studios.input(await studios.member("lumen", "artist"), "#112233");
  await studios.input(await studios.member("orrery", "artist"), "#445566");
  for (const slug of ["lumen", "orrery"] as const) {
    const [artist, admin] = [await studios.member(slug, "artist"), await studios.member(slug, "admin")];
    const tenantId = artist.type === "member" ? artist.tenantId : "";
    const file = {
      sha256: sha256(`new ${slug}`),
      bytes: 9,
      contentType: "image/png",
      filename: "../../x.png",
    } as const;
    const { upload: input } = await studios.as(artist, () => Input.announce(file));
    const draft = { fileName: "a.safetensors", kind: "lora", name: "A", family: "x", licence: "x" } as const;
    const { upload: model } = await studios.as(admin, () =>
      Model.announce({ ...draft, sha256: sha256(slug), bytes: 20 }),
    );
    await w.submit(artist);
    const lease = await w.claim();
    if (!lease) throw new Error("no lease");
    const output = {
      name: "9/0/x",
      nodeId: "../9",
      kind: "images",
      filename: "../../../other/x.png",
      sha256: sha256("out"),
      bytes: 3,
      contentType: "image/png",
    };
    const { uploads } = await w.dispatch(() => Attempt.signUploads(lease.tenantId, lease.attemptId, [output]));
    for (const signed of [input?.whole, model?.whole, uploads[0]?.upload]) {
      if (!signed) throw new Error("no upload");
      const { key, signed: headers, seconds } = purpose(signed.url);
      expect(key.startsWith(`${tenantId}/`)).toBe(true);
      expect(key).not.toContain("..");
      expect(headers).toEqual(
        expect.arrayContaining(["content-length", "content-type", "if-none-match", "x-amz-checksum-sha256"]),
      );
      expect(signed.headers["if-none-match"]).toBe("*");
      expect(seconds).toBeLessThanOrEqual(3600);
    }
    expect(purpose(uploads[0]?.upload.url ?? "").key).toContain(`${tenantId}/assets/${lease.attemptId}/`);
    expect(purpose(lease.previewUpload.url).key).toBe(`${tenantId}/previews/${lease.attemptId}`);
    await w.complete(lease, 1);
  }
});

test("all objects are below a tenant's prefix", async () => {
  const tenants = (await studios.database.admin()`select id from tenant`).map((row) => String(row["id"]));
  const keys = await studios.stored();
  expect(keys.length).toBeGreaterThan(4);
  expect(keys.filter((key) => !tenants.some((id) => key.startsWith(`${id}/`)))).toEqual([]);
});
