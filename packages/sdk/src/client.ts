import createClient, { type Client, type FetchResponse, type MaybeOptionalInit, type Middleware } from "openapi-fetch";
import { downloadAssets, type DownloadOptions, type Downloaded } from "./download.ts";
import { readError } from "./error.ts";
import { activity, follow, waitForJob, type EventOptions, type JobEvent, type WaitOptions } from "./events.ts";
import { uploadModel, type ModelDraft, type ModelOptions } from "./model.ts";
import { pages, type ItemOf, type PagedPath, type PageQuery } from "./pages.ts";
import { createRetryingFetch } from "./retry.ts";
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
/** The body of a success; nothing where that has none. */
type Data<P extends keyof paths, M extends HttpMethod, Init> = [Answered<P, M, Init>] extends [never]
  ? undefined
  : Answered<P, M, Init>;
type Rest<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Calls a route and answers with its body; throws {@link PegbarError} for anything but success. */
type Call<M extends HttpMethod> = <P extends PathsWith<M>, Init extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: Rest<Init>
) => Promise<Data<P, M, Init>>;

/** URL of the API, and credentials. */
export interface PegbarOptions {
  /** Such as `https://api.pegbar.example`. */
  baseUrl: string;
  /** An access token or an API token `pgb_…`; a function is asked before every request. */
  token: string | (() => string | Promise<string>);
  /** The studio's slug, for members of several studios. */
  tenant?: string;
  /** How often a request that may be repeated is repeated. Default: 4. */
  retries?: number;
  /** Called before every repeat of a request, an upload, a download or an event stream. */
  onRetry?: OnRetry;
  /** Instead of the global one. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A client of the Pegbar API. */
export interface Pegbar {
  /** The typed client of openapi-fetch: answers with `{ data, error, response }` and does not throw for error answers. */
  raw: Client<paths>;
  get: Call<"get">;
  post: Call<"post">;
  put: Call<"put">;
  patch: Call<"patch">;
  delete: Call<"delete">;
  /** Argument of {@link PegbarOptions.onRetry}. */
  onRetry: OnRetry | undefined;
  /** A request to a path below `baseUrl` with the same sign-in and retries. Throws for error answers. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Every item of a list, page by page. */
  pages<P extends PagedPath>(
    path: P,
    query?: PageQuery<P>,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<ItemOf<P>>;
  /** A job's events until it has ended, over as many streams as that takes. */
  events(jobId: string, options?: EventOptions): AsyncGenerator<JobEvent>;
  /** What happens in the studio, as far as one may see it, from now on; ends with the signal alone. */
  activity(options?: EventOptions): AsyncGenerator<JobEvent>;
  /** Waits until a job has ended, well or not, and answers with it. */
  waitForJob(jobId: string, options?: WaitOptions): Promise<components["schemas"]["Job"]>;
  /** Makes a file an input; sends nothing when the studio has it already. */
  uploadFile(file: UploadFile, options?: UploadOptions): Promise<components["schemas"]["Input"]>;
  /** Uploads a model of the studio's own; large files in parts, so that the same call can resume. */
  uploadModel(file: Blob, draft: ModelDraft, options?: ModelOptions): Promise<components["schemas"]["OwnModel"]>;
  /** The files of a job, or of these assets, one after the other, each checked against its SHA-256. */
  downloadAssets(of: string | readonly string[], options?: DownloadOptions): AsyncGenerator<Downloaded>;
}

/** Routes that accept an Idempotency-Key. Types ensure that the list is complete. */
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
  "/v1/jobs": true,
  "/v1/members": true,
  "/v1/models": true,
  "/v1/shows": true,
  "/v1/tenants": true,
  "/v1/tokens": true,
  "/v1/webhooks": true,
  "/v1/webhooks/{id}/secrets": true,
  "/v1/workflows": true,
};

/**
 * A client of the Pegbar API.
 * @example
 * const client = pegbar({ baseUrl: "https://api.pegbar.example", token: process.env.PEGBAR_TOKEN });
 * const me = await client.get("/v1/me");
 */
export function pegbar(options: PegbarOptions): Pegbar {
  const { token, tenant, retries = 4, onRetry, fetch = (request: Request) => globalThis.fetch(request) } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const send = createRetryingFetch(fetch, retries, onRetry);
  const sign = async (headers: Headers): Promise<void> => {
    headers.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    if (tenant !== undefined) headers.set("pegbar-tenant", tenant);
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
    uploadModel: (file, draft, more) => uploadModel(client, file, draft, more),
    downloadAssets: (of, more) => downloadAssets(client, of, more),
  };
  return client;
}
