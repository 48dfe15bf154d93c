import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import * as z from "zod";
import * as Context from "./context.ts";
import { VisibleError } from "./error/index.ts";

/** Position of an event: the transaction that wrote it, and its number. */
export interface Position {
  transaction: number;
  number: number;
}

const [HALF, ZEROS] = [6, 4];
const BLOCK = HALF * 2 + ZEROS;

/** Position of an event as clients receive and send it: opaque. */
export const PositionId = z.string().regex(/^[\w-]{22}$/, "the id of an event, as it came");

/** Separate key for each studio, so that an id does not reveal how busy other studios are, and is not valid there. */
const deriveKey = (tenantId: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", Context.getPorts().leases.key, tenantId, "pegbar event positions", 16));

/** One AES block per position: the same position always has the same id, and ids do not reveal their order. */
export function encodePosition({ transaction, number }: Position): string {
  const block = Buffer.alloc(BLOCK);
  block.writeUIntBE(transaction, 0, HALF);
  block.writeUIntBE(number, HALF, HALF);
  const cipher = createCipheriv("aes-128-ecb", deriveKey(Context.getTenantId()), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString("base64url");
}

/**
 * Decodes an event id of this studio.
 * @throws cursor_invalid
 */
export function decodePosition(id: string | undefined): Position | undefined {
  if (id === undefined) return undefined;
  const bytes = Buffer.from(id, "base64url");
  if (bytes.length !== BLOCK) throw createInvalidIdError();
  const cipher = createDecipheriv("aes-128-ecb", deriveKey(Context.getTenantId()), null).setAutoPadding(false);
  const block = Buffer.concat([cipher.update(bytes), cipher.final()]);
  if (block.readUIntBE(HALF * 2, ZEROS) !== 0) throw createInvalidIdError();
  return { transaction: block.readUIntBE(0, HALF), number: block.readUIntBE(HALF, HALF) };
}

function createInvalidIdError(): VisibleError {
  const message = "Not an event id of this studio";
  const remedy = "Send the last event id unchanged, or none to start with the next event.";
  return new VisibleError("cursor_invalid", `${message}. ${remedy}`, {
    errors: [{ code: "cursor_invalid", message, remedy, pointer: "/header/last-event-id" }],
  });
}
