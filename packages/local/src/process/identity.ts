import * as z from "zod";
import { startIdentity } from "../identity/index.ts";
import { aborted, run, setting } from "./run.ts";

/** The local identity provider. */
await run(async (signal, ready) => {
  const server = await startIdentity({
    port: Number(setting("PORT")),
    key: z.record(z.string(), z.unknown()).parse(JSON.parse(setting("IDENTITY_KEY"))),
    cookieKey: setting("COOKIE_KEY"),
    tokenSeconds: Number(setting("TOKEN_SECONDS")),
  });
  ready();
  await aborted(signal);
  await server.stop();
});
