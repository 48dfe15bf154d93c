import { streamHandle } from "hono/aws-lambda";
import { createEventPorts, createIdentityPorts, createIssuerKeys, openConnection } from "../ports.ts";
import { readResource } from "../resource.ts";
import { createEventsApi } from "./app.ts";

const app = createEventsApi({
  ports: {
    app: createEventPorts(openConnection("Database", 1)),
    identity: { ...createIdentityPorts(openConnection("IdentityDatabase", 1), "events"), ...createIssuerKeys() },
  },
  issuer: readResource("Identity"),
  eventsWindowMs: readResource("Times").events * 1000,
});

/** Event routes with response streaming, as a separate function: server-sent events occupy a function while a client listens. */
export const handler = streamHandle(app);
