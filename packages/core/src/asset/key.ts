import { createHash } from "node:crypto";
import type { OutputFile } from "../contract/index.ts";

const EXTENSION = /\.([A-Za-z0-9]{1,8})$/;

/** Extension of a file name, in lower case; `bin` for one without. */
export const extensionOf = (filename: string): string => EXTENSION.exec(filename)?.[1]?.toLowerCase() ?? "bin";

/** Below this lie all outputs of an attempt, and nothing else. */
export const prefixOf = (tenantId: string, attemptId: string): string => `${tenantId}/assets/${attemptId}/`;

/** What the file with content credentials is called beside the one without: `….v001.signed.png`. */
export const credentialedName = (filename: string): string => filename.replace(/(\.[A-Za-z0-9]+)?$/, ".signed$1");

/** Below this lie an asset's files with content credentials: one that stands, and what a task left that was killed. */
export const credentialedPrefixOf = (tenantId: string, assetId: string): string =>
  `${tenantId}/credentialed/${assetId}/`;

/**
 * Key of an output. Two outputs of an attempt never share a key, even with equal bytes: a held frame is written twice.
 * The name that a custom node gave its file enters only as a hash.
 */
export function keyOf(tenantId: string, attemptId: string, output: OutputFile): string {
  const name = createHash("sha256").update(output.name).digest("hex").slice(0, 32);
  return `${prefixOf(tenantId, attemptId)}${name}-${output.sha256}.${extensionOf(output.filename)}`;
}
