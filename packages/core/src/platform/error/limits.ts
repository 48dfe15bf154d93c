import type { ProblemDetail } from "./index.ts";

/** Maximum number of entries in `errors`. */
export const MAX_ERRORS = 50;
/** Maximum size of `errors` as JSON, in bytes. A Lambda may return 6 MB. */
const MAX_BYTES = 200_000;
/** Maximum length of a value or a location in the request that an error quotes, in characters. */
const MAX_ECHO = 200;
const MAX_SENTENCE = 400;
const MAX_POINTER = 400;

/** Truncates a text to `max` characters with an ellipsis, without splitting a surrogate pair. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

/** Quotes a value in an error, truncated to 200 characters. */
export const quote = (value: string): string => JSON.stringify(clip(value, MAX_ECHO));

const clipPointer = (pointer: string): string =>
  clip(
    pointer
      .split("/")
      .map((part) => clip(part, MAX_ECHO))
      .join("/"),
    MAX_POINTER,
  );

const clipEntry = ({
  code,
  message,
  remedy,
  pointer,
  node,
  classType,
  title,
  input,
}: ProblemDetail): ProblemDetail => ({
  code,
  message: clip(message, MAX_SENTENCE),
  remedy: clip(remedy, MAX_SENTENCE),
  ...(pointer === undefined ? {} : { pointer: clipPointer(pointer) }),
  ...(node === undefined ? {} : { node: clip(node, MAX_ECHO) }),
  ...(classType === undefined ? {} : { classType: clip(classType, MAX_ECHO) }),
  ...(title === undefined ? {} : { title: clip(title, MAX_ECHO) }),
  ...(input === undefined ? {} : { input: clip(input, MAX_ECHO) }),
});

/** The entries that fit into one response, and how many are left out. */
export function limitErrors(errors: readonly ProblemDetail[]): { errors: ProblemDetail[]; omitted: number } {
  const listed: ProblemDetail[] = [];
  let bytes = 0;
  for (const entry of errors.slice(0, MAX_ERRORS)) {
    const clipped = clipEntry(entry);
    bytes += Buffer.byteLength(JSON.stringify(clipped));
    if (bytes > MAX_BYTES) break;
    listed.push(clipped);
  }
  return { errors: listed, omitted: errors.length - listed.length };
}

/** `detail` of a response: at most 1,000 characters, then how many errors are not listed. */
export function limitDetail(detail: string, omitted: number): string {
  const clipped = clip(detail, 1000);
  return omitted === 0 ? clipped : `${clipped} ${omitted} more errors are not listed; correct these first.`;
}
