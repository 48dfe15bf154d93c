import postgres from "postgres";
import type { Connection } from "../port/database.ts";

interface Options {
  url: string;
  name: string;
}

/**
 * Creates subscriptions to notifications, each on its own connection. The driver's own `listen` is not used: if PostgreSQL
 * is still starting when it reconnects, its subscription is lost without an error (postgres 3.4.9).
 */
export function createSubscriptions({ url, name }: Options): {
  listen: Connection["listen"];
  end: () => Promise<void>;
} {
  const open = new Set<() => Promise<void>>();
  return {
    async listen(channel, onNotice, onLost) {
      let isEnded = false;
      const options = {
        max: 1,
        fetch_types: false,
        max_lifetime: null,
        connection: { application_name: `${name} listener` },
        onnotice: () => undefined,
        /** Undocumented; the driver's own `listen` uses it. */
        onnotify: (_: string, payload: string) => onNotice(payload),
        onclose: () => {
          if (isEnded) return;
          void end();
          onLost();
        },
      };
      const client = postgres(url, options);
      const end = async () => {
        isEnded = true;
        open.delete(end);
        await client.end({ timeout: 1 });
      };
      open.add(end);
      try {
        await client`listen ${client(channel)}`;
      } catch (error) {
        await end();
        throw error;
      }
      return end;
    },
    end: async () => {
      await Promise.all([...open].map((end) => end()));
    },
  };
}
