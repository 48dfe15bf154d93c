import { answering, httpWebhooks } from "@pegbar/core/platform/adapter";
import { resource } from "../resource.ts";

/** Calls studios' addresses. Outside of the network, with no database, no key and no right: what it sends came signed. */
export const handler = answering(httpWebhooks({ key: new Uint8Array(), local: resource("WebhookTargets").local }));
