import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { WebhookVerificationError } from "standardwebhooks";
import { verifyDelivery } from "./event.ts";

export interface ServerOptions {
  secret: string;
  /** Stores a verified event about a review. */
  add: (id: string, body: string) => Promise<void>;
  log: (message: string) => void;
}

/**
 * Receives deliveries: 204 when the event is stored, 401 for a wrong signature, 500 when it cannot be stored, so that it is
 * delivered again. Other events are acknowledged and left.
 */
export function createReceiver({ secret, add, log }: ServerOptions): Server {
  return createServer((request, response) => {
    const receive = async (): Promise<number> => {
      if (request.method !== "POST") return 405;
      const body = await text(request);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value ?? "")]),
      );
      try {
        const type = verifyDelivery(secret, headers, body);
        log(`${type} received`);
        if (type.startsWith("version.")) await add(headers["webhook-id"] ?? "", body);
        return 204;
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error;
        log(`A delivery was refused: ${error.message}. Check PEGBAR_WEBHOOK_SECRET and the clock.`);
        return 401;
      }
    };
    receive().then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => {
        log(`An event could not be stored: ${String(error)}`);
        response.writeHead(500).end();
      },
    );
  });
}
