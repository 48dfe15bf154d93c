import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import * as z from "zod";
import * as Context from "../context.ts";
import { VisibleError } from "../error.ts";

/** Where an event stands: the transaction that wrote it, and its number. */
export interface Position {
  transaction: number;
  number: number;
}

const [HALF, ZEROS] = [6, 4];
const BLOCK = HALF * 2 + ZEROS;

/** Position of an event as clients see and send it: opaque. */
export const PositionId = z.string().regex(/^[\w-]{22}$/, "the id of an event, as it came");

/** One key a studio, so that no id tells how busy others are, and none serves elsewhere. */
const keyOf = (tenantId: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", Context.ports().leases.key, tenantId, "pegbar event positions", 16));

/** One AES block for one position: the same position has the same id, and its order shows to nobody. */
export function encode({ transaction, number }: Position): string {
  const block = Buffer.alloc(BLOCK);
  block.writeUIntBE(transaction, 0, HALF);
  block.writeUIntBE(number, HALF, HALF);
  const cipher = createCipheriv("aes-128-ecb", keyOf(Context.tenantId()), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString("base64url");
}

/** Throws 400 for what is no id of this studio's. */
export function decode(id: string | undefined): Position | undefined {
  if (id === undefined) return undefined;
  const bytes = Buffer.from(id, "base64url");
  if (bytes.length !== BLOCK) throw foreign();
  const cipher = createDecipheriv("aes-128-ecb", keyOf(Context.tenantId()), null).setAutoPadding(false);
  const block = Buffer.concat([cipher.update(bytes), cipher.final()]);
  if (block.readUIntBE(HALF * 2, ZEROS) !== 0) throw foreign();
  return { transaction: block.readUIntBE(0, HALF), number: block.readUIntBE(HALF, HALF) };
}

function foreign(): VisibleError {
  const message = "This is not the id of an event of this studio";
  const remedy = "Send the last id as it came, or none to begin with what happens next.";
  return new VisibleError("cursor_invalid", `${message}. ${remedy}`, {
    errors: [{ code: "cursor_invalid", message, remedy, pointer: "/header/last-event-id" }],
  });
}
