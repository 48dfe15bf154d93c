import type { Witness } from "../port/index.ts";

/** Maximum size of a response in bytes. Cosignatures of all kinds are smaller. */
const MAX_ANSWER = 64 * 1024;

/** A witness over HTTP, C2SP tlog-witness. */
export function createHttpWitness({ url, keys }: { url: string; keys: readonly string[] }, timeoutMs = 2000): Witness {
  const address = new URL("add-checkpoint", url.endsWith("/") ? url : `${url}/`);
  return {
    url,
    keys,
    async addCheckpoint(body) {
      const response = await fetch(address, {
        method: "POST",
        body,
        headers: { "content-type": "text/plain; charset=utf-8" },
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, body: await readText(response) };
    },
  };
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER) throw new Error("the response is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
