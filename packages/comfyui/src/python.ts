/** Formats and converts values as Python does, because ComfyUI's validation errors contain them. */

const getTypeName = (value: unknown): string => {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  return (
    { string: "str", boolean: "bool", number: Number.isInteger(value) ? "int" : "float" }[typeof value as string] ??
    "dict"
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

const parseNumber = (text: string): number | undefined => {
  const plain = text.trim().replaceAll(/(?<=\d)_(?=\d)/g, "");
  if (/^[+-]?(inf|infinity)$/i.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : undefined;
};

/** `int(value)` */
export function toInt(value: unknown): Converted {
  if (typeof value === "number") return { value: Math.trunc(value) };
  if (typeof value === "boolean") return { value: value ? 1 : 0 };
  if (typeof value !== "string")
    return {
      error: `int() argument must be a string, a bytes-like object or a real number, not '${getTypeName(value)}'`,
    };
  const plain = value.trim();
  if (/^[+-]?\d+(_\d+)*$/.test(plain)) return { value: Number(plain.replaceAll("_", "")) };
  return { error: `invalid literal for int() with base 10: ${formatRepr(value)}` };
}

/** `float(value)` */
export function toFloat(value: unknown): Converted {
  if (typeof value === "number") return { value };
  if (typeof value === "boolean") return { value: value ? 1 : 0 };
  if (typeof value !== "string")
    return { error: `float() argument must be a string or a real number, not '${getTypeName(value)}'` };
  const parsed = parseNumber(value);
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
