/** Writes one line of the log. Fields contain ids and numbers, but no secrets, tokens, URLs or tenant content. */
export type Log = (level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>) => void;

/** Formats a line of the log as JSON with the current time. */
export const formatLogLine = (...[level, message, fields = {}]: Parameters<Log>): string =>
  `${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`;
