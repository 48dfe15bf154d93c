import createClient, { type Client, type FetchResponse, type MaybeOptionalInit, type Middleware } from "openapi-fetch";
import { downloadAssets, type DownloadOptions, type Downloaded } from "./download.ts";
import { readError } from "./error.ts";
import { activity, follow, waitForJob, type EventOptions, type JobEvent, type WaitOptions } from "./events.ts";
import { uploadModel, type ModelDraft, type ModelOptions } from "./model.ts";
import { pages, type ItemOf, type PagedPath, type PageQuery } from "./pages.ts";
import { createRetryingFetch } from "./retry.ts";
import type { SequenceDraft, SequenceOptions } from "./sequence/upload.ts";
import type { components, paths } from "./schema.ts";
import type { OnRetry } from "./transient.ts";
import { uploadFile, type UploadFile, type UploadOptions } from "./upload.ts";

type HttpMethod = "get" | "post" | "put" | "patch" | "delete";
type PathsWith<M extends HttpMethod> = {
  [P in keyof paths]: paths[P] extends Record<M, Record<string | number, unknown>> ? P : never;
}[keyof paths];
type Answered<P extends keyof paths, M extends HttpMethod, Init> = Exclude<
  FetchResponse<paths[P][M] & Record<string | number, unknown>, Init, `${string}/${string}`>["data"],
  undefined
>;
/** Body of a successful response; undefined if it has none. */
type Data<P extends keyof paths, M extends HttpMethod, Init> = [Answered<P, M, Init>] extends [never]
  ? undefined
  : Answered<P, M, Init>;
type Rest<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Calls a route and returns the body of its response. Throws {@link PegbarError} unless it succeeds. */
type Call<M extends HttpMethod> = <P extends PathsWith<M>, Init extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: Rest<Init>
) => Promise<Data<P, M, Init>>;

/** URL of the API, and credentials. */
export interface PegbarOptions {
  /** For example `https://api.pegbar.example`. */
  baseUrl: string;
  /** An access token or an API token `pgb_…`. A function is called before every request. */
  token: string | (() => string | Promise<string>);
  /** The studio's slug, for members of several studios. */
  tenant?: string;
  /** How often an idempotent request is retried. Default: 4. */
  retries?: number;
  /** Called before every retry of a request, an upload, a download or an event stream. */
  onRetry?: OnRetry;
  /**
   * W3C `traceparent` of the caller's span, which requests become children of; called before every request. With
   * OpenTelemetry, read it from the carrier that `propagation.inject` fills.
   */
  traceparent?: () => string | undefined;
  /** Replacement of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A client of the Pegbar API. */
export interface Pegbar {
  /** The typed client of openapi-fetch: returns `{ data, error, response }` and does not throw for error responses. */
  raw: Client<paths>;
  get: Call<"get">;
  post: Call<"post">;
  put: Call<"put">;
  patch: Call<"patch">;
  delete: Call<"delete">;
  /** Argument of {@link PegbarOptions.onRetry}. */
  onRetry: OnRetry | undefined;
  /** Sends a request to a path below `baseUrl` with the same sign-in and retries. Throws for error responses. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Iterates over all items of a list, page by page. */
  pages<P extends PagedPath>(
    path: P,
    query?: PageQuery<P>,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<ItemOf<P>>;
  /** Streams a job's events until it has ended, and resumes broken streams. */
  events(jobId: string, options?: EventOptions): AsyncGenerator<JobEvent>;
  /** Streams the events of the studio that the user may see, from now on, until the signal fires. */
  activity(options?: EventOptions): AsyncGenerator<JobEvent>;
  /** Waits until a job has ended, successfully or not, and returns it. */
  waitForJob(jobId: string, options?: WaitOptions): Promise<components["schemas"]["Job"]>;
  /** Uploads a file as an input, unless the studio has it already. */
  uploadFile(file: UploadFile, options?: UploadOptions): Promise<components["schemas"]["Input"]>;
  /** Uploads an image sequence; only files that the studio does not have are sent. A repeated call resumes. */
  uploadSequence(draft: SequenceDraft, options?: SequenceOptions): Promise<components["schemas"]["ImageSequence"]>;
  /** Uploads a model of the studio. Large files are uploaded in parts, so that a repeated call resumes. */
  uploadModel(file: Blob, draft: ModelDraft, options?: ModelOptions): Promise<components["schemas"]["OwnModel"]>;
  /** Downloads the files of a job, or of these assets, one after the other, and verifies their SHA-256. */
  downloadAssets(of: string | readonly string[], options?: DownloadOptions): AsyncGenerator<Downloaded>;
}

/** Routes that accept an Idempotency-Key. The types ensure that the list is complete. */
type Keyed = {
  [P in keyof paths]: paths[P] extends { post: { parameters: { header?: infer H } } }
    ? [NonNullable<H>] extends [never]
      ? never
      : "idempotency-key" extends keyof NonNullable<H>
        ? P
        : never
    : never;
}[keyof paths];
const keyed: Record<Keyed, true> = {
  "/v1/erasures": true,
  "/v1/fleet/models": true,
  "/v1/inputs": true,
  "/v1/image-sequences": true,
  "/v1/batches": true,
  "/v1/batches/{id}/retakes": true,
  "/v1/jobs": true,
  "/v1/members": true,
  "/v1/models": true,
  "/v1/playlists": true,
  "/v1/share-links": true,
  "/v1/shows": true,
  "/v1/tenants": true,
  "/v1/tokens": true,
  "/v1/versions/{id}/notes": true,
  "/v1/versions/{id}/renditions": true,
  "/v1/versions/{id}/review": true,
  "/v1/webhooks": true,
  "/v1/webhooks/{id}/secrets": true,
  "/v1/workflows": true,
};

/**
 * Creates a client of the Pegbar API.
 *
 * @example
 * const client = pegbar({ baseUrl: "https://api.pegbar.example", token: process.env.PEGBAR_TOKEN });
 * const me = await client.get("/v1/me");
 */
export function pegbar(options: PegbarOptions): Pegbar {
  const {
    token,
    tenant,
    traceparent,
    retries = 4,
    onRetry,
    fetch = (request: Request) => globalThis.fetch(request),
  } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const send = createRetryingFetch(fetch, retries, onRetry);
  const sign = async (headers: Headers): Promise<void> => {
    headers.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    if (tenant !== undefined) headers.set("pegbar-tenant", tenant);
    const parent = traceparent?.();
    if (parent !== undefined) headers.set("traceparent", parent);
  };

  const prepare: Middleware = {
    onRequest: async ({ request, schemaPath }) => {
      await sign(request.headers);
      if (request.method === "POST" && schemaPath in keyed && !request.headers.has("idempotency-key"))
        request.headers.set("idempotency-key", crypto.randomUUID());
      return request;
    },
  };
  const raw = createClient<paths>({ baseUrl, fetch: send });
  raw.use(prepare);
  const throwing = createClient<paths>({ baseUrl, fetch: send });
  throwing.use(prepare, {
    onResponse: async ({ response }) => {
      if (!response.ok) throw await readError(response);
    },
  });
  const call = <M extends HttpMethod>(method: M): Call<M> => {
    const ask = throwing.request as (method: string, path: string, init?: unknown) => Promise<{ data: unknown }>;
    return (async (path: string, init?: unknown) => (await ask(method, path, init)).data) as Call<M>;
  };
  const sendRequest = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const made = new Request(baseUrl + path, init);
    await sign(made.headers);
    const response = await send(made);
    if (!response.ok) throw await readError(response);
    return response;
  };

  const client: Pegbar = {
    raw,
    get: call("get"),
    post: call("post"),
    put: call("put"),
    patch: call("patch"),
    delete: call("delete"),
    onRetry,
    request: sendRequest,
    pages: (path, query, more) => pages(client, path, query, more),
    events: (jobId, more) => follow(client, jobId, more),
    activity: (more) => activity(client, more),
    waitForJob: (jobId, more) => waitForJob(client, jobId, more),
    uploadFile: (file, more) => uploadFile(client, file, more),
    // Imported only when needed, because it reads the headers of all picture formats.
    uploadSequence: async (draft, more) => (await import("./sequence/upload.ts")).uploadSequence(client, draft, more),
    uploadModel: (file, draft, more) => uploadModel(client, file, draft, more),
    downloadAssets: (of, more) => downloadAssets(client, of, more),
  };
  return client;
}
