import { once } from "node:events";
import { pegbar } from "@pegbar/sdk";
import { formatTitle } from "./comment.ts";
import { parseEvent } from "./event.ts";
import { EventQueue } from "./event-queue.ts";
import { exportReview } from "./export-review.ts";
import { Kitsu } from "./kitsu.ts";
import { createReceiver } from "./server.ts";
import { readSettings } from "./settings.ts";

const log = (message: string): void => console.log(`${new Date().toISOString()} ${message}`);

try {
  const settings = readSettings(process.env);
  const { mapping } = settings;
  const kitsu = new Kitsu(settings.kitsu.url, settings.kitsu.account);
  log(`Kitsu at ${settings.kitsu.url} is Zou ${await kitsu.connect()}`);
  const client = pegbar({ baseUrl: settings.pegbar.url, token: settings.pegbar.token });

  const queue = new EventQueue({
    folder: settings.queue,
    log,
    handle: async (body) => {
      const event = parseEvent(body);
      if (!event) return;
      const changed = await exportReview({ pegbar: client, kitsu, mapping, log }, event);
      log(`${formatTitle(event.data)} ${event.decision}: ${changed ? "exported" : "was exported before"}`);
    },
  });
  const server = createReceiver({ secret: settings.pegbar.secret, add: (id, body) => queue.add(id, body), log });
  server.listen(settings.port, settings.host);
  await once(server, "listening");
  log(`Receiving on http://${settings.host}:${settings.port}/`);
  queue.run();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      server.close();
      void queue.stop();
    });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
