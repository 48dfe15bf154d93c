import { randomBytes } from "node:crypto";

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A random id in QLDB's format: 128 bits in base 62, 22 characters. */
export function newId(): string {
  let rest = BigInt(`0x${randomBytes(16).toString("hex")}`);
  let id = "";
  while (id.length < 22) {
    id = `${DIGITS[Number(rest % 62n)]}${id}`;
    rest /= 62n;
  }
  return id;
}
