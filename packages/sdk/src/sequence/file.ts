import { guessContentType, type ContentType } from "../content-type.ts";
import { PegbarError, type ProblemDetail } from "../error.ts";
import { readPictureSize, SIZE_HEAD_BYTES, type PictureSize } from "./picture-size.ts";

/** A picture of an image sequence. */
export interface SequenceFile {
  frame: number;
  /** Its file name. */
  name: string;
  /** Opens the file when it is needed, so that thousands of files are not open at once. */
  open: () => Promise<Blob> | Blob;
}

/** What the start of a file tells. */
export interface FileHead {
  contentType: ContentType;
  bytes: number;
  size: PictureSize | undefined;
}

/**
 * Reads the start of a file.
 * @throws sequence_invalid for an empty file, or one of no known type
 */
export async function readHead({ name, open }: SequenceFile): Promise<FileHead> {
  const blob = await open();
  const head = new Uint8Array(await blob.slice(0, SIZE_HEAD_BYTES).arrayBuffer());
  const contentType = guessContentType(head, name);
  if (blob.size === 0 || contentType === undefined)
    throw createSequenceError([
      {
        code: blob.size === 0 ? "file_empty" : "input_type_not_supported",
        message: `${name} ${blob.size === 0 ? "is empty" : "has no supported type"}`,
        remedy: "Export it again, as PNG, JPEG, WebP, TIFF or EXR, or leave it out.",
      },
    ]);
  return { contentType, bytes: blob.size, size: readPictureSize(head) };
}

/** The error for files that are no image sequence; none of them was uploaded. */
export function createSequenceError(errors: readonly ProblemDetail[]): PegbarError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new PegbarError(`${errors[0]?.message}. ${errors[0]?.remedy}${more}`, { code: "sequence_invalid", errors });
}
