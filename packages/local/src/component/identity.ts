import * as z from "zod";
import { startIdentity } from "../identity/index.ts";
import { waitForAbort, readSetting } from "../process/run.ts";
import type { Component } from "./component.ts";

/** The local identity provider. */
export const identity: Component = async (signal, ready) => {
  const server = await startIdentity({
    port: Number(readSetting("IDENTITY_PORT")),
    key: z.record(z.string(), z.unknown()).parse(JSON.parse(readSetting("IDENTITY_KEY"))),
    cookieKey: readSetting("COOKIE_KEY"),
    tokenSeconds: Number(readSetting("TOKEN_SECONDS")),
  });
  ready();
  await waitForAbort(signal);
  await server.stop();
};
