import { PegbarError } from "@pegbar/sdk";

/** What the command's exit code tells a script. */
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

/** Ends the command with an exit code, words, and what to do about it. */
export class CliError extends Error {
  readonly exit: Exit;
  readonly hint: string | undefined;

  constructor(exit: Exit, message: string, hint?: string) {
    super(message);
    this.name = "CliError";
    this.exit = exit;
    this.hint = hint;
  }
}

const noFileCodes: readonly unknown[] = ["ENOENT", "EISDIR", "ERR_INVALID_ARG_VALUE"];

/** What was thrown where a file was read: in the user's words if there is none. */
export const noFile = (error: unknown, file: string): unknown =>
  error instanceof Error && "code" in error && noFileCodes.includes(error.code)
    ? new CliError("usage", `There is no file ${file}.`)
    : error;

/** The exit that anything thrown leads to. */
export function exitOf(error: unknown): Exit {
  if (error instanceof CliError) return error.exit;
  if (!(error instanceof PegbarError)) return "unexpected";
  if (error.code === "file_hash_mismatch") return "notVerified";
  if (error.code === "quota_exceeded") return "quota";
  if (error.code === "unexpected_answer") return "unexpected";
  if (error.status === 401) return "signedOut";
  if (error.status === 404) return "notFound";
  return error.status >= 400 && error.status < 500 ? "refused" : "unexpected";
}
