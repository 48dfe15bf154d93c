import type { KitsuAccount } from "./settings.ts";

/** An error response of Kitsu, with what to do. */
export class KitsuError extends Error {
  override readonly name = "KitsuError";
  /** HTTP status; undefined without a response. */
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

interface Login {
  access_token?: string;
  message?: string;
  missing_OTP?: boolean;
  default_password?: boolean;
}

/** Kitsu's API (Zou), over HTTP. */
export class Kitsu {
  readonly #url: string;
  readonly #account: KitsuAccount;
  #token: string | undefined;

  /** @param url of the API, such as `https://kitsu.studio.example/api` */
  constructor(url: string, account: KitsuAccount) {
    this.#url = url.replace(/\/+$/, "");
    this.#account = account;
  }

  /** Signs in. @returns the version of Zou @throws KitsuError if the URL is not that of an API, or the account is refused */
  async connect(): Promise<string> {
    const response = await this.#fetch("/", {});
    const { api, version } = (await response.json().catch(() => ({}))) as { api?: string; version?: string };
    if (api !== "Zou")
      throw new KitsuError(`There is no Kitsu API at ${this.#url}. Check KITSU_URL: it usually ends with /api.`);
    // Any route that needs a sign-in. Bots may not read /data/user/context.
    await this.get("/data/task-status");
    return version ?? "unknown";
  }

  get = <T>(path: string): Promise<T> => this.#send<T>(path, {});
  post = <T>(path: string, body: unknown): Promise<T> =>
    this.#send<T>(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  /** Sends a file as `file` of a form, read from the disk while it is sent. */
  upload = <T>(path: string, file: Blob, filename: string): Promise<T> => {
    const body = new FormData();
    body.set("file", file, filename);
    return this.#send<T>(path, { method: "POST", body });
  };

  async #send<T>(path: string, init: RequestInit): Promise<T> {
    let response = await this.#authorized(path, init);
    // Tokens of an account end after a week. 422: not a token of this server.
    if ([401, 422].includes(response.status) && "email" in this.#account) {
      this.#token = undefined;
      response = await this.#authorized(path, init);
    }
    if (!response.ok) throw await this.#explain(path, response);
    return (await response.json()) as T;
  }

  async #authorized(path: string, init: RequestInit): Promise<Response> {
    this.#token ??= "token" in this.#account ? this.#account.token : await this.#login(this.#account);
    return this.#fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${this.#token}` } });
  }

  async #login(account: { email: string; password: string }): Promise<string> {
    const response = await this.#fetch("/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(account),
    });
    const login = (await response.json().catch(() => ({}))) as Login;
    if (login.access_token) return login.access_token;
    const advice = login.missing_OTP
      ? "The account has two-factor authentication: create a bot in Kitsu and set KITSU_TOKEN to its token."
      : login.default_password
        ? "The account has its first password: sign in to Kitsu and change it."
        : "Check KITSU_EMAIL and KITSU_PASSWORD.";
    throw new KitsuError(
      `Kitsu refuses ${account.email} (${login.message ?? response.status}). ${advice}`,
      response.status,
    );
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.#url + path, init);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new KitsuError(
        `Kitsu does not respond at ${this.#url}: ${cause}. Check KITSU_URL and that Kitsu is running.`,
      );
    }
  }

  async #explain(path: string, response: Response): Promise<KitsuError> {
    const text = await response.text();
    const advice: Record<number, string> = {
      401: "KITSU_TOKEN is not valid any more. Create a new one for the bot in Kitsu.",
      403: "Add the account to the production's team as a manager, in Kitsu. To create productions, it must be a studio manager (admin).",
      413: "The file is larger than Kitsu's web server accepts. Raise client_max_body_size there.",
      422: "KITSU_TOKEN is not a token of this Kitsu. Copy it again from the bot in Kitsu.",
    };
    const said = readMessage(text) ?? text.slice(0, 200);
    return new KitsuError(
      [`Kitsu refuses ${path} with ${response.status}: ${said}.`, advice[response.status]].filter(Boolean).join(" "),
      response.status,
    );
  }
}

function readMessage(text: string): string | undefined {
  try {
    const { message, msg } = JSON.parse(text) as { message?: string; msg?: string };
    return (message ?? msg)?.replace(/\.$/, "");
  } catch {
    // A web server in front of Kitsu responds with HTML.
    return undefined;
  }
}
