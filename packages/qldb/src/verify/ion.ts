import { loadAll, type dom } from "ion-js";

/** Reads parts of Ion values. Throws with the name of a missing part. */
export function getField(value: dom.Value, name: string): dom.Value {
  const found = value.get(name);
  if (!found) throw new TypeError(`${name} is missing`);
  return found;
}

export function readText(value: dom.Value): string {
  const found = value.stringValue();
  if (found === null) throw new TypeError("a text is missing");
  return found;
}

export function readInteger(value: dom.Value): number {
  const found = value.numberValue();
  if (found === null || !Number.isSafeInteger(found)) throw new TypeError("a whole number is missing");
  return found;
}

export function readBlob(value: dom.Value): Uint8Array {
  const found = value.uInt8ArrayValue();
  if (found === null) throw new TypeError("a blob is missing");
  return new Uint8Array(found);
}

/** A hash; an empty one stands for none. */
export function hash(value: dom.Value): Uint8Array {
  const found = readBlob(value);
  if (found.length !== 0 && found.length !== 32) throw new TypeError("a hash is not 32 bytes long");
  return found;
}

/** Values of a list; none for a missing list. */
export const listItems = (value: dom.Value | null): dom.Value[] =>
  value === null || value.isNull() ? [] : value.elements();

/** All values of a file, in text or in binary. */
export const parseValues = (content: string | Uint8Array): dom.Value[] => loadAll(content);
