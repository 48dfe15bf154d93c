import { CliError } from "./exit.ts";

/** What an error code of the file system means. Others, such as a full disk, say enough and are no usage errors. */
const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  EEXIST: "a file with this name exists",
  EISDIR: "it is a folder",
  ERR_FS_EISDIR: "it is a folder",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOTDIR: "part of the path is not a folder",
  ENOTEMPTY: "the folder is not empty",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
};

/** An error of the file system in a sentence; anything else as it is. */
export function describeFileError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code = "", path, syscall } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (reason === undefined || path === undefined) return error;
  const action = syscall === "mkdir" ? "create the folder" : syscall === "scandir" ? "read the folder" : "open";
  return new CliError(
    "usage",
    `Cannot ${action} ${path}: ${reason}.`,
    "Choose another path, or change its permissions.",
    {
      cause: error,
    },
  );
}

/** The same where `file` was read. `openAsBlob` reports a missing file as an invalid argument. */
export function describeReadError(error: unknown, file: string): unknown {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return error;
  const reason = error.code === "ERR_INVALID_ARG_VALUE" ? REASONS["ENOENT"] : REASONS[error.code];
  return reason === undefined
    ? error
    : new CliError("usage", `Cannot read ${file}: ${reason}.`, undefined, { cause: error });
}
