import type { Credentials } from "@pegbar/core/schema/credentials.ts";
import type { Authorities } from "./credentials/read.ts";
import type { ToSign } from "./credentials/sign.ts";
import type { describeFile } from "./describe.ts";
import type { Inspected } from "./inspect.ts";
import type { InputError } from "./input-error.ts";
import type { Watermarked } from "./watermark/watermark-file.ts";
import type { Made, MovieTask, SheetTask } from "./rendition/task.ts";

/** A task: check an input, describe an output, read the credentials of either, or make a movie or contact sheet. */
export type Task =
  /** Without a path, the file is read through the parent process. */
  | { kind: "input"; file: string; bytes?: never }
  | { kind: "input"; file?: never; bytes: number }
  | { kind: "asset"; file: string; contentType: string }
  | { kind: "credentials"; file: string; contentType: string; authorities: Authorities }
  /** Make a smaller picture with a text over it. */
  | { kind: "watermark"; file: string; contentType: string; text: string }
  | ({ kind: "sign" } & ToSign)
  /** Whether credentials can be read and signed on this machine. */
  | { kind: "library" }
  | ({ kind: "movie" } & MovieTask)
  | ({ kind: "contactSheet" } & SheetTask);

export type Reply =
  | { kind: "input"; found: Inspected }
  | { kind: "refused"; code: InputError["code"]; message: string }
  | { kind: "asset"; described: Awaited<ReturnType<typeof describeFile>> }
  | { kind: "credentials"; found: Credentials | null }
  | { kind: "watermarked"; picture: Watermarked | undefined }
  | { kind: "signed"; label: string }
  | { kind: "unsigned"; why: string }
  | { kind: "library" }
  | { kind: "no library"; why: string }
  | { kind: "rendition"; made: Made }
  | { kind: "no rendition"; why: string };

/** A request to the parent process: to sign with its key, or to read bytes of the task's file. */
export type Question =
  | { kind: "to sign"; bytes: Uint8Array }
  | { kind: "to read"; id: number; start: number; end: number };
export type Answer = { kind: "signature"; bytes: Uint8Array } | { kind: "read"; id: number; bytes: Uint8Array };
