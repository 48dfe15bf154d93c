import { createHandler, httpWebhooks } from "@pegbar/core/platform/adapter";
import { readResource } from "../resource.ts";

/** Calls studios' addresses. Outside of the network, with no database, no key and no right: what it sends came signed. */
export const handler = createHandler(
  httpWebhooks({ key: new Uint8Array(), local: readResource("WebhookTargets").local }),
);
