import { createHash } from "node:crypto";
import type { OutputFile } from "../contract/index.ts";

const EXTENSION = /\.([A-Za-z0-9]{1,8})$/;

/** Extension of a file name, in lower case; `bin` for one without. */
export const readExtension = (filename: string): string => EXTENSION.exec(filename)?.[1]?.toLowerCase() ?? "bin";

/** Key prefix of all outputs of an attempt, and of nothing else. */
export const buildOutputPrefix = (tenantId: string, attemptId: string): string => `${tenantId}/assets/${attemptId}/`;

/**
 * Key of an output. Two outputs of an attempt never share a key, even with equal bytes: a held frame is written twice.
 * The name that a custom node gave its file enters only as a hash.
 */
export function buildOutputKey(tenantId: string, attemptId: string, output: OutputFile): string {
  const name = createHash("sha256").update(output.name).digest("hex").slice(0, 32);
  return `${buildOutputPrefix(tenantId, attemptId)}${name}-${output.sha256}.${readExtension(output.filename)}`;
}

/** Key of the preview of a running attempt. */
export const buildPreviewKey = (tenantId: string, attemptId: string): string => `${tenantId}/previews/${attemptId}`;
