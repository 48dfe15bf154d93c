/** Version 00, and later ones that begin the same way. */
const FORM =
  /^(?!ff)[0-9a-f]{2}-(?<traceId>(?!0{32})[0-9a-f]{32})-(?<spanId>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?:$|-)/;

export interface Parent {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** 16 hexadecimal digits. */
  spanId: string;
  isSampled: boolean;
}

/** Reads a `traceparent` header. @returns undefined if it is not one, which is no error. Source: W3C Trace Context, 3.2 */
export function parseTraceparent(text: string | undefined): Parent | undefined {
  const { traceId, spanId, flags } = FORM.exec(text ?? "")?.groups ?? {};
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** Formats a `traceparent` of version 00. */
export const formatTraceparent = ({ traceId, spanId, isSampled }: Parent): string =>
  `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;

/** A `traceparent` header in the form in which it is passed on; undefined if it is not one. */
export function normalizeTraceparent(text: string | undefined): string | undefined {
  const parent = parseTraceparent(text);
  return parent && formatTraceparent(parent);
}
