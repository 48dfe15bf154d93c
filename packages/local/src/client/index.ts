import { createHash } from "node:crypto";
import * as z from "zod";
import { SignedRequest } from "@pegbar/core/contract";

export { signIn } from "./sign-in.ts";

const Input = z.object({ id: z.string(), status: z.string(), upload: SignedRequest.optional() });
const Job = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  attempts: z.array(z.object({ state: z.string(), reason: z.string().nullable(), executionMs: z.number().nullable() })),
});
const Asset = z.object({
  id: z.string(),
  filename: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  version: z.number(),
});
const Problem = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), remedy: z.string() }).loose()),
});

/** An error response of the API, with its problem document. */
export class ApiError extends Error {
  readonly problem: z.infer<typeof Problem>;
  constructor(problem: z.infer<typeof Problem>) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = "ApiError";
    this.problem = problem;
  }
}

export interface JobEvent {
  id: string | undefined;
  type: string;
  data: Record<string, unknown>;
}

/** The public API over plain HTTP, as the demo, the benchmarks and the tests use it. */
export class Client {
  readonly #api: string;
  readonly #token: string;

  constructor(api: string, token: string) {
    this.#api = api;
    this.#token = token;
  }

  /** Sends one request. @throws ApiError for an error response */
  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.#api), {
      method,
      redirect: "manual",
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    if (response.status >= 400) throw new ApiError(Problem.parse(await response.json()));
    return response;
  }

  async json(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown> {
    return (await this.request(method, path, body, headers)).json();
  }

  announce = async (file: { sha256: string; bytes: number; contentType: string; filename: string }) =>
    Input.parse(await this.json("POST", "/v1/inputs", file));

  complete = async (inputId: string) => Input.parse(await this.json("POST", `/v1/inputs/${inputId}/complete`));

  /** Uploads a file: create, PUT, complete. @returns its id, and whether the platform had it already */
  async upload(bytes: Uint8Array<ArrayBuffer>, filename: string, contentType = "image/png") {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const input = await this.announce({ sha256, bytes: bytes.length, contentType, filename });
    if (!input.upload) return { id: input.id, sha256, alreadyHere: true };
    await put(input.upload, bytes);
    await this.complete(input.id);
    return { id: input.id, sha256, alreadyHere: false };
  }

  submit = async (request: Record<string, unknown>, headers?: Record<string, string>) =>
    Job.parse(await this.json("POST", "/v1/jobs", request, headers));
  job = async (id: string) => Job.parse(await this.json("GET", `/v1/jobs/${id}`));
  cancel = async (id: string) => Job.parse(await this.json("POST", `/v1/jobs/${id}/cancel`));
  assets = async (jobId: string) =>
    z.object({ items: z.array(Asset) }).parse(await this.json("GET", `/v1/assets?jobId=${jobId}`)).items;

  /** The original file, or the one with content credentials. */
  async download(assetId: string, credentialed = false): Promise<Uint8Array<ArrayBuffer>> {
    const query = credentialed ? "?credentialed=true" : "";
    const { headers } = await this.request("GET", `/v1/assets/${assetId}/download${query}`);
    const response = await fetch(headers.get("location") ?? "");
    if (!response.ok) throw new Error(`The store answered ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Waits for the sequencer, then returns the text of a certificate. */
  certificate = async (assetId: string): Promise<string> =>
    (await this.request("GET", `/v1/assets/${assetId}/certificate?wait=10`)).text();

  /** Streams a job's events until it ends; resumes with Last-Event-ID when the connection drops. */
  async *events(jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent> {
    let last: string | undefined;
    for (;;) {
      const response = await fetch(new URL(`/v1/jobs/${jobId}/events`, this.#api), {
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(last === undefined ? {} : { "last-event-id": last }),
        },
        ...(signal ? { signal } : {}),
      });
      if (!response.ok || !response.body) throw new ApiError(Problem.parse(await response.json()));
      for await (const event of parse(response.body)) {
        if (event.id !== undefined) last = event.id;
        yield event;
        if (isEnd(event.type)) return;
      }
    }
  }

  /** Waits until a job ends. @throws Error with its reason unless it succeeded */
  async wait(jobId: string): Promise<void> {
    for await (const event of this.events(jobId)) {
      if (isEnd(event.type) && event.type !== "succeeded")
        throw new Error(`job ${jobId} ${event.type}: ${JSON.stringify(event.data)}`);
    }
  }
}

const isEnd = (type: string) => type === "succeeded" || type === "failed" || type === "cancelled";

/** Sends bytes to a presigned URL with the headers that it was signed for. */
export async function put(upload: z.infer<typeof SignedRequest>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });
  if (!response.ok) throw new Error(`The store answered ${response.status}: ${await response.text()}`);
}

async function* parse(body: ReadableStream<Uint8Array>): AsyncGenerator<JobEvent> {
  let buffered = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    buffered += chunk;
    for (let border = buffered.indexOf("\n\n"); border >= 0; border = buffered.indexOf("\n\n")) {
      const fields = new Map(
        buffered
          .slice(0, border)
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]),
      );
      buffered = buffered.slice(border + 2);
      const data = z.record(z.string(), z.unknown()).safeParse(JSON.parse(fields.get("data") ?? "null"));
      if (data.success) yield { id: fields.get("id"), type: fields.get("event") ?? "message", data: data.data };
    }
  }
}
