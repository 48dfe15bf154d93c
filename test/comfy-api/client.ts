import { createHash } from "node:crypto";
import type { TestApi } from "../setup/api.ts";

/** An answer of the Comfy API. */
export interface Answered {
  status: number;
  headers: Headers;
  body: { error?: { code: string; message: string; details: Record<string, unknown> | null } } & Record<string, never>;
}

export const ARTIST = "artist@lumen.example";
export const SHOT = "HARBOR/sq010/sh010";

/** Short functions for requests to the Comfy API of a test's API. */
export function createComfyClient(api: TestApi) {
  const send = async (method: string, path: string, init: RequestInit & { as?: string; key?: string } = {}) => {
    const { as = ARTIST, key, ...rest } = init;
    const response = await fetch(`${api.url}/api/v2${path}`, {
      method,
      redirect: "manual",
      ...rest,
      headers: {
        authorization: `Bearer ${key ?? (await api.getToken(as))}`,
        ...(rest.body === undefined || rest.body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...rest.headers,
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text !== "" && /json/.test(response.headers.get("content-type") ?? "")
        ? JSON.parse(text)
        : text) as Answered["body"],
    };
  };
  const post = (path: string, body: unknown, more: Parameters<typeof send>[2] = {}) =>
    send("POST", path, { body: typeof body === "string" ? body : JSON.stringify(body), ...more });
  return {
    send,
    post,
    get: (path: string, more: Parameters<typeof send>[2] = {}) => send("GET", path, more),
    submit: (workflow: unknown, metadata: Record<string, unknown> = { "pegbar.shot": SHOT }, more = {}) =>
      post("/jobs", { workflow, metadata }, more),
    upload: (bytes: Uint8Array, fields: Record<string, string> = {}, more: Parameters<typeof send>[2] = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ content_type: "image/png", file_path: "a.png", ...fields }))
        form.append(name, value);
      form.append("file", new Blob([new Uint8Array(bytes)], { type: "image/png" }), "a.png");
      return send("POST", "/assets", { body: form, ...more });
    },
    /** Reads the events of a job until the stream ends: `[event, data]`. */
    async events(id: string, more: Parameters<typeof send>[2] = {}): Promise<[string, Record<string, unknown>][]> {
      const { body } = await send("GET", `/jobs/${id}/events`, more);
      return parseEvents(String(body));
    },
  };
}

export const parseEvents = (text: string): [string, Record<string, unknown>][] =>
  text
    .split("\n\n")
    .filter((frame) => frame.includes("event:"))
    .map((frame) => {
      const [, event = ""] = /^event: (.*)$/m.exec(frame) ?? [];
      const [, data = "{}"] = /^data: (.*)$/m.exec(frame) ?? [];
      return [event, JSON.parse(data) as Record<string, unknown>];
    });

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
