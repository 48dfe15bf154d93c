import { VisibleError } from "@pegbar/core/platform/error";

/**
 * Reads `blake3:<hex>`. @returns the hexadecimal digits
 * @throws invalid_request
 */
export function readHash(text: string): string {
  const [, hex] = /^blake3:([0-9a-f]{64})$/i.exec(text) ?? [];
  if (hex === undefined)
    throw new VisibleError("invalid_request", "A hash has the form blake3: and 64 hexadecimal digits.");
  return hex.toLowerCase();
}
