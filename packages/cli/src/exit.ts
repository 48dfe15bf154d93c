import { PegbarError } from "@pegbar/sdk";

/** Exit codes. Scripts rely on them: they never change their meaning. */
export const exits = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  signedOut: 3,
  refused: 4,
  notFound: 5,
  quota: 6,
  jobFailed: 7,
  jobCancelled: 8,
  notVerified: 9,
  interrupted: 130,
} as const;
export type Exit = keyof typeof exits;

interface Details {
  /** One line for each of several errors. */
  lines?: readonly string[];
  /** The API error that this error explains. */
  cause?: unknown;
}

/** Ends the command with an exit code and a message: what happened, why, and what to do. */
export class CliError extends Error {
  readonly exit: Exit;
  readonly hint: string | undefined;
  readonly lines: readonly string[];

  constructor(exit: Exit, message: string, hint?: string, { lines = [], cause }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "CliError";
    this.exit = exit;
    this.hint = hint;
    this.lines = lines;
  }
}

/** The exit code of any error. */
export function getExit(error: unknown): Exit {
  if (error instanceof CliError) return error.exit;
  if (!(error instanceof PegbarError)) return "unexpected";
  if (error.code === "file_hash_mismatch") return "notVerified";
  if (error.code === "file_unreadable" || error.code === "sequence_invalid") return "usage";
  if (error.code === "quota_exceeded") return "quota";
  if (error.code === "unexpected_answer") return "unexpected";
  if (error.status === 401) return "signedOut";
  if (error.status === 404) return "notFound";
  return error.status >= 400 && error.status < 500 ? "refused" : "unexpected";
}
