import { CliError } from "./exit.ts";

/** Descriptions of file system errors that are usage errors. Others, such as a full disk, have a sufficient message. */
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

/** Describes an error of the file system; returns other errors unchanged. */
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

/** The same for reading `file`. `openAsBlob` reports a missing file as an invalid argument. */
export function describeReadError(error: unknown, file: string): unknown {
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return error;
  const reason = error.code === "ERR_INVALID_ARG_VALUE" ? REASONS["ENOENT"] : REASONS[error.code];
  return reason === undefined
    ? error
    : new CliError("usage", `Cannot read ${file}: ${reason}.`, undefined, { cause: error });
}
