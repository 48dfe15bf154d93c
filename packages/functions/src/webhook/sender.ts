import { createHandler, createHttpWebhooks } from "@pegbar/core/platform/adapter";
import { readResource } from "../resource.ts";

/** Calls webhook URLs. Runs outside of the network, without database, key or permissions: requests arrive signed. */
export const handler = createHandler(
  createHttpWebhooks({ key: new Uint8Array(), local: readResource("WebhookTargets").local }),
);
