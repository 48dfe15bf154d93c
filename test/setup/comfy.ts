import path from "node:path";
import { signIn } from "@pegbar/local/client/index.ts";
import type { Options } from "@pegbar/local/platform/index.ts";
import { pegbar, type Pegbar } from "@pegbar/sdk";
import { type ComfyOptions, startComfy } from "../../packages/cli/src/comfy/start.ts";
import { startTestPlatform } from "./platform.ts";

export const SHOT = "HARBOR/sq010/sh010";

/** Starts an embedded platform, in front of which tests start `pegbar comfy`. */
export async function startComfyPlatform(options: Partial<Options> = {}) {
  const platform = await startTestPlatform("comfy", { times: { lease: 10, heartbeat: 1 }, ...options });
  const { api, issuer } = platform.addresses;
  const token = await signIn(issuer, "artist@lumen.example");
  /** A client of the artist; `fetch` can fail in place of the network. */
  const connect = (fetch?: (request: Request) => Promise<Response>): Pegbar =>
    pegbar({ baseUrl: api, token, ...(fetch ? { fetch } : {}) });
  const connectAs = async (email: string): Promise<Pegbar> =>
    pegbar({ baseUrl: api, token: await signIn(issuer, email) });
  let count = 0;
  /** Starts a proxy with a folder of its own, or with the folder of an earlier one. */
  const startProxy = async (more: Partial<ComfyOptions> = {}) => {
    const notes: string[] = [];
    const folder = more.folder ?? path.join(platform.dir, `proxy-${count++}`);
    const proxy = await startComfy({
      client: connect(),
      apiUrl: api,
      signal: new AbortController().signal,
      port: 0,
      folder,
      job: { shot: SHOT },
      note: (text) => notes.push(text),
      ...more,
    });
    return { ...proxy, notes, folder };
  };
  return {
    platform,
    api,
    token,
    connect,
    connectAs,
    /** Signs the artist in again. */
    signIn: () => signIn(issuer, "artist@lumen.example"),
    startProxy,
    stop: () => platform.stop(),
  };
}
export type ComfyPlatform = Awaited<ReturnType<typeof startComfyPlatform>>;
