import { createHash } from "node:crypto";
import { createS3Storage } from "@pegbar/core/platform/adapter";
import { buildClientConfig } from "@pegbar/local/store/access.ts";

/** Uploads and downloads objects of a bucket with presigned URLs, like clients. Throws for error responses. */
export function createSignedStore(endpoint: string, bucket: string) {
  const storage = createS3Storage({ bucket, client: { ...buildClientConfig(endpoint), forcePathStyle: true } });
  return {
    /** Signs an upload. @returns a function that sends it */
    async upload(key: string, body: Uint8Array<ArrayBuffer>): Promise<() => Promise<void>> {
      const sha256 = createHash("sha256").update(body).digest("hex");
      const file = { key, bytes: body.length, contentType: "application/octet-stream", sha256 };
      const { url, headers } = await storage.signPut(file);
      return async () => void (await readBytes(await fetch(url, { method: "PUT", headers, body }), key));
    },
    /** Signs a download. @returns a function that fetches it */
    async download(key: string): Promise<() => Promise<Uint8Array<ArrayBuffer>>> {
      const { url } = await storage.signGet(key);
      return async () => readBytes(await fetch(url), key);
    },
  };
}

async function readBytes(answer: Response, key: string): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Uint8Array(await answer.arrayBuffer());
  if (answer.ok) return body;
  throw new Error(`the store answered ${answer.status} for ${key}: ${new TextDecoder().decode(body)}`);
}
