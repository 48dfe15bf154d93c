import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createS3Storage } from "@pegbar/core/platform/adapter";

interface Version {
  key: string;
  id: string;
  isMark?: boolean;
}

/** Responses of S3 for a bucket with versions to lists and deletions. Lists have pages of two items. */
let kept: Version[] = [];
const server = createServer((request, response) => {
  const answer = async () => {
    const url = new URL(request.url ?? "/", "http://store");
    const xml = (body: string) => response.writeHead(200, { "content-type": "application/xml" }).end(body);
    if (request.method === "GET" && url.searchParams.has("versions")) return xml(page(url.searchParams));
    if (request.method !== "POST" || !url.searchParams.has("delete")) return response.writeHead(501).end();
    const asked = [...(await text(request)).matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, one = ""]) => ({
      key: /<Key>(.*?)<\/Key>/.exec(one)?.[1],
      id: /<VersionId>(.*?)<\/VersionId>/.exec(one)?.[1],
    }));
    for (const { key = "", id } of asked) {
      if (id === undefined) kept.push({ key, id: `mark${kept.length}`, isMark: true });
      kept = kept.filter((one) => !(one.key === key && one.id === id));
    }
    xml("<DeleteResult></DeleteResult>");
  };
  answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
});

function page(query: URLSearchParams): string {
  const all = kept.filter(({ key }) => key.startsWith(query.get("prefix") ?? ""));
  const from = all.findIndex(({ id }) => id === query.get("version-id-marker")) + 1;
  const shown = all.slice(from, from + 2);
  const last = shown.at(-1);
  const isMore = from + 2 < all.length && last !== undefined;
  const entries = shown.map(({ key, id, isMark }) => {
    const tag = isMark ? "DeleteMarker" : "Version";
    return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId></${tag}>`;
  });
  const more = isMore
    ? `<NextKeyMarker>${last.key}</NextKeyMarker><NextVersionIdMarker>${last.id}</NextVersionIdMarker>`
    : "";
  return `<ListVersionsResult><IsTruncated>${isMore}</IsTruncated>${more}${entries.join("")}</ListVersionsResult>`;
}

let endpoint: string;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  endpoint = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
beforeEach(() => {
  kept = [
    { key: "ten_1/inputs/a", id: "v3", isMark: true },
    { key: "ten_1/inputs/a", id: "v2" },
    { key: "ten_1/inputs/a", id: "v1" },
    { key: "ten_1/inputs/a.parts/1", id: "v4" },
    { key: "ten_1/inputs/ab", id: "v5" },
  ];
});
const storage = (versioned: boolean) =>
  createS3Storage({
    bucket: "objects",
    versioned,
    client: {
      endpoint,
      region: "eu-central-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
  });
const left = () => kept.map(({ id }) => id);

test("deletes an object with all its versions, and no others", async () => {
  await storage(true).remove("ten_1/inputs/a");
  expect(left()).toEqual(["v4", "v5"]);
});

test("deletes everything below a prefix", async () => {
  await storage(true).removeBelow("ten_1/inputs/a.parts/");
  expect(left()).toEqual(["v3", "v2", "v1", "v5"]);
});

test("deletes several objects, and ignores a missing one", async () => {
  await storage(true).removeMany(["ten_1/inputs/a", "ten_1/inputs/none", "ten_1/inputs/ab"]);
  expect(left()).toEqual(["v4"]);
});

test("keeps all versions without the option", async () => {
  await storage(false).remove("ten_1/inputs/ab");
  expect(left()).toContain("v5");
});
