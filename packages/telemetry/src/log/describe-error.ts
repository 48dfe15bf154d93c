const MAX_LENGTH = 500;
const MAX_CAUSES = 4;
const MAX_FRAMES = 20;

/**
 * Describes an error and its causes for the log: name, code, first line of the message, and of an error of the database
 * what it is about. Left out is what may repeat a value of a request: quoted text, paths of URLs, addresses of people,
 * parameters of queries, and the messages of errors that are written for clients.
 */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let one = error; one !== undefined && one !== null && parts.length < MAX_CAUSES; one = readCause(one))
    parts.push(describeOne(one));
  return clip(parts.filter((part, at) => part !== parts[at - 1]).join(": "));
}

/** The first line of a text without values that it may repeat; see {@link describeError}. */
export const describeText = (text: string): string => clip(hideValues(firstLine(text)));

/** Frames of an error's stack, without its message, which may have several lines. */
export const listFrames = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());

const readCause = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

function describeOne(error: unknown): string {
  if (!(error instanceof Error)) return hideValues(firstLine(String(error)));
  const named = [error.name === "Error" ? "" : error.name, readCode(error)].filter((one) => one !== "").join(" ");
  const message = readMessage(error);
  return named === "" ? message : message === "" ? named : `${named}: ${message}`;
}

function readMessage(error: Error): string {
  // A query's message has its parameters; the cause says what failed.
  if ("query" in error && "params" in error) return "query failed";
  if ("severity" in error) return describeDatabaseError(error);
  // For clients, with what they sent. The code says which error it is.
  if ("errors" in error && "status" in error) return "";
  if ("issues" in error && Array.isArray(error.issues)) return describeIssues(error.issues);
  return hideValues(firstLine(error.message));
}

const readCode = (error: Error): string =>
  "code" in error && (typeof error.code === "string" || typeof error.code === "number") ? String(error.code) : "";

/** Which part of the schema an error of Postgres is about. Source: https://www.postgresql.org/docs/17/protocol-error-fields.html */
function describeDatabaseError(error: Error): string {
  const about = ["table_name", "column_name", "constraint_name", "routine"].flatMap((field) => {
    const value = (error as Error & Record<string, unknown>)[field];
    return typeof value === "string" ? [`${field.replace("_name", "")} ${value}`] : [];
  });
  return [hideValues(firstLine(error.message)), ...about].join(", ");
}

/** Issues of zod: their codes and first fields. Deeper fields may be keys that a client chose. */
const describeIssues = (issues: readonly unknown[]): string =>
  issues
    .slice(0, 5)
    .map((issue) => {
      const { code, path } = issue as { code?: unknown; path?: readonly unknown[] };
      return [code, ...(path?.slice(0, 1) ?? [])].join(" ");
    })
    .join(", ");

const firstLine = (text: string): string => text.slice(0, 4 * MAX_LENGTH).split(/[\r\n]/, 1)[0] ?? "";

const clip = (text: string): string => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);

/** Hides what a message repeats: quoted text, everything of a URL but its host, and e-mail addresses. */
const hideValues = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#"']*)[^\s"']*/gi, "$1$2/…")
    .replace(/"(?:[^"\\]|\\.)*"?|(?<![\p{L}\p{N}])'[^']*'?|`[^`]*`?|“[^”]*”?/gu, "…")
    .replace(/[^\s@]+@[^\s@]+/g, "…")
    .replace(/^(Failed to parse URL from ).*/, "$1…");
