import canonicalize from "canonicalize";

export const MAX_DEPTH = 32;

/**
 * Encodes a JSON value in its canonical form (RFC 8785).
 * @throws Error for values that JSON cannot represent exactly: `undefined`, functions, non-finite numbers, integers beyond
 *   2^53, lone surrogates, the name `__proto__`, and nesting deeper than 32
 */
export function encodeCanonical(value: unknown): Uint8Array {
  assertExact(value, 0);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("the value has no canonical form");
  return new TextEncoder().encode(text);
}

function assertExact(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new TypeError(`nested deeper than ${MAX_DEPTH}`);
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") return assertWellFormed(value);
  if (typeof value === "number") return assertExactNumber(value);
  if (Array.isArray(value)) return value.forEach((item) => assertExact(item, depth + 1));
  if (typeof value !== "object") throw new TypeError(`a ${typeof value} has no JSON form`);
  for (const [key, item] of Object.entries(value)) {
    assertWellFormed(key);
    if (key === "__proto__") throw new TypeError("the property name __proto__ is not allowed");
    assertExact(item, depth + 1);
  }
}

function assertWellFormed(text: string): void {
  if (!text.isWellFormed()) throw new TypeError("a string contains a lone surrogate");
}

function assertExactNumber(value: number): void {
  if (!Number.isFinite(value)) throw new TypeError("a number is not finite");
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new TypeError("an integer beyond 2^53 must be written as a string");
  }
}
