import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { openAsBlob } from "node:fs";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { PegbarError } from "./error.ts";
import { put } from "./put.ts";
import { createRetryingFetch } from "./retry.ts";
import { isTransient, type Retry } from "./transient.ts";

const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it("counts a refused, reset or interrupted connection as transient", async () => {
  const closed = await withServer(
    () => undefined,
    (url) => Promise.resolve(url),
  );
  expect(isTransient(await thrownBy(fetch(closed)))).toBe(true);
  const interrupted = await withServer(
    (_request, response) => {
      response.writeHead(200, { "content-length": 10 }).write("a");
      setTimeout(() => response.destroy(), 20);
    },
    (url) => thrownBy(fetch(url).then((response) => response.text())),
  );
  expect(isTransient(interrupted)).toBe(true);
});

it("counts 408, 429 and 5xx as transient, and no other status", () => {
  const transient = [400, 401, 403, 404, 408, 409, 412, 422, 429, 500, 502, 503, 504].filter((status) =>
    isTransient(new PegbarError("x", { code: "x", status })),
  );
  expect(transient).toEqual([408, 429, 500, 502, 503, 504]);
});

it("does not count errors of the program or the file system as transient", async () => {
  const scheme = await thrownBy(fetch("foo://127.0.0.1/"));
  expect(scheme).toBeInstanceOf(TypeError);
  expect(isTransient(scheme)).toBe(false);
  const missing = await thrownBy(writeFile("/nonexistent/x", ""));
  expect(missing).toMatchObject({ code: "ENOENT" });
  expect(isTransient(missing)).toBe(false);
  expect(isTransient(new TypeError("x is not a function"))).toBe(false);
  expect(isTransient(new SyntaxError("Unexpected token"))).toBe(false);
});

it("retries after 408 and reports it, and does not retry after 500", async () => {
  const retries: Retry[] = [];
  let requests = 0;
  const send = createRetryingFetch(fetch, 4, (retry) => void retries.push(retry));
  const ask = (status: number) => {
    requests = 0;
    return withServer(
      (_request, response) => response.writeHead(requests++ === 0 ? status : 200).end(),
      async (url) => (await send(new Request(url))).status,
    );
  };
  expect(await ask(408)).toBe(200);
  expect(retries).toMatchObject([{ reason: expect.stringMatching(/ answered 408\.$/), attempt: 1, attempts: 4 }]);
  expect(await ask(500)).toBe(500);
  expect([requests, retries.length]).toEqual([1, 1]);
});

it("retries an upload after 429 and 503, and after no other status", async () => {
  const upload = (answers: number[]) => {
    const retries: Retry[] = [];
    return withServer(
      (request, response) => {
        request.resume();
        request.on("end", () => response.writeHead(answers.shift() ?? 200).end("text"));
      },
      async (url) => {
        const error = await thrownBy(
          put({ method: "PUT", url, headers: {} }, new Blob(["x"]), { onRetry: (retry) => void retries.push(retry) }),
        );
        return { error, reasons: retries.map(({ reason }) => reason) };
      },
    );
  };
  expect(await upload([429, 503])).toEqual({
    error: undefined,
    reasons: ["The store answered 429.", "The store answered 503."],
  });
  expect(await upload([403])).toMatchObject({ error: { code: "file_refused", status: 403 }, reasons: [] });
});

it("reports immediately that a file changed during its upload", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-put-"));
  const file = path.join(folder, "a.bin");
  await writeFile(file, Buffer.alloc(1000));
  const blob = await openAsBlob(file);
  await appendFile(file, "x");
  const retries: Retry[] = [];
  const error = await withServer(
    (request) => request.resume(),
    (url) => thrownBy(put({ method: "PUT", url, headers: {} }, blob, { onRetry: (retry) => void retries.push(retry) })),
  );
  expect(error).toMatchObject({ code: "file_unreadable", message: expect.stringContaining("changed") });
  expect(retries).toEqual([]);
  await rm(folder, { recursive: true });
});
