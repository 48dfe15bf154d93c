/** Formats and converts values as Python does, because ComfyUI's validation errors contain them. */

/** `type(value).__name__` of a JSON value. */
export const getTypeName = (value: unknown): string => {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  return (
    { string: "str", boolean: "bool", bigint: "int", number: Number.isInteger(value) ? "int" : "float" }[
      typeof value as string
    ] ?? "dict"
  );
};

/** `repr()` of a JSON value. */
export function formatRepr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") {
    const escaped = value
      .replaceAll("\\", "\\\\")
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r")
      .replaceAll("\t", "\\t");
    return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) return `[${value.map(formatRepr).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([k, v]) => `${formatRepr(k)}: ${formatRepr(v)}`)
      .join(", ")}}`;
  return String(value);
}

/** `str()` of a JSON value. */
export const formatStr = (value: unknown): string => (typeof value === "string" ? value : formatRepr(value));

/** Result of a conversion: the value, or the message of the exception that Python would raise. */
export type Converted = { readonly value: unknown } | { readonly error: string };

/** Whether Python compares a value with numbers. */
export const isNumeric = (value: unknown): value is number | bigint | boolean =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";

/** The integer that a number becomes in JSON: 2^64 is written as 18446744073709552000. */
const toWritten = (value: number): number | bigint =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21 ? BigInt(String(value)) : value;

/** JSON's parser has rounded the bounds 2^63 - 1 and 2^64 - 1 of `object_info` to the next power of two. */
export const toExactBound = (bound: number): number | bigint => {
  const size = Math.abs(bound);
  if (size !== 2 ** 63 && size !== 2 ** 64) return bound;
  return BigInt(Math.sign(bound)) * (BigInt(size) - 1n);
};

/** Compares a value with a bound of `object_info`: negative, zero or positive. */
export function compareNumbers(value: number | bigint | boolean, bound: number): number {
  const exact = toExactBound(bound);
  const number = typeof value === "bigint" ? value : toWritten(Number(value));
  if (number < exact) return -1;
  return number > exact ? 1 : 0;
}

/** Whether Python calls two JSON values equal: true is 1, and false is 0. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (isNumeric(a) && isNumeric(b)) return Number(a) === Number(b);
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

/** Replaces decimal digits of other scripts, which Python's numbers may contain, and outer white space. */
const normalizeNumber = (text: string): string =>
  text
    .trim()
    .normalize("NFKC")
    .replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
      // Digits of a script follow each other from zero to nine.
      let zero = digit.codePointAt(0) ?? 0;
      const first = zero;
      while (first - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
      return String(first - zero);
    });

/** A number, or a bigint if it is beyond the range in which numbers are exact. */
const toExact = (digits: string): number | bigint => {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits.replace("+", ""));
};

/** `int(value)` */
export function toInt(value: unknown): Converted {
  if (typeof value === "bigint") return { value };
  if (typeof value === "number") {
    if (Number.isNaN(value)) return { error: "cannot convert float NaN to integer" };
    if (!Number.isFinite(value)) return { error: "cannot convert float infinity to integer" };
    return { value: Math.trunc(value) };
  }
  if (typeof value === "boolean") return { value: value ? 1 : 0 };
  if (typeof value !== "string")
    return {
      error: `int() argument must be a string, a bytes-like object or a real number, not '${getTypeName(value)}'`,
    };
  const plain = normalizeNumber(value);
  if (/^[+-]?\d+(_\d+)*$/.test(plain)) return { value: toExact(plain.replaceAll("_", "")) };
  return { error: `invalid literal for int() with base 10: ${formatRepr(value)}` };
}

const parseFloatText = (text: string): number | undefined => {
  const plain = normalizeNumber(text).replaceAll(/(?<=\d)_(?=\d)/g, "");
  if (/^[+-]?nan$/i.test(plain)) return Number.NaN;
  if (/^[+-]?(inf|infinity)$/i.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
};

/** `float(value)` */
export function toFloat(value: unknown): Converted {
  if (typeof value === "number") return { value };
  if (typeof value === "bigint") return { value: Number(value) };
  if (typeof value === "boolean") return { value: value ? 1 : 0 };
  if (typeof value !== "string")
    return { error: `float() argument must be a string or a real number, not '${getTypeName(value)}'` };
  const parsed = parseFloatText(value);
  return parsed === undefined
    ? { error: `could not convert string to float: ${formatRepr(value)}` }
    : { value: parsed };
}

/** `bool(value)` */
export function toBool(value: unknown): Converted {
  if (Array.isArray(value)) return { value: value.length > 0 };
  if (typeof value === "object" && value !== null) return { value: Object.keys(value).length > 0 };
  return { value: Boolean(value) };
}
