import * as z from "zod";
import { startIdentity } from "../identity/index.ts";
import { untilAborted, setting } from "../process/run.ts";
import type { Component } from "./component.ts";

/** The local identity provider. */
export const identity: Component = async (signal, ready) => {
  const server = await startIdentity({
    port: Number(setting("IDENTITY_PORT")),
    key: z.record(z.string(), z.unknown()).parse(JSON.parse(setting("IDENTITY_KEY"))),
    cookieKey: setting("COOKIE_KEY"),
    tokenSeconds: Number(setting("TOKEN_SECONDS")),
  });
  ready();
  await untilAborted(signal);
  await server.stop();
};
