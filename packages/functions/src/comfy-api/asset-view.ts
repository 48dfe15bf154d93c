import { getPorts } from "@pegbar/core/platform/context.ts";
import type * as Asset from "@pegbar/core/result/asset";
import type * as Input from "@pegbar/core/catalog/input";

const toHash = (blake3: string | null) => (blake3 ? `blake3:${blake3}` : null);

interface Stored {
  id: string;
  key: string;
  blake3: string | null;
  bytes: number;
  contentType: string;
  filename: string;
  createdAt: Date;
}

async function toFields(row: Stored) {
  const { filename, contentType } = row;
  const { url, expiresAt } = await getPorts().storage.signGet(row.key, { filename, contentType });
  return {
    id: row.id,
    hash: toHash(row.blake3),
    size_bytes: row.bytes,
    content_type: contentType,
    file_path: filename,
    created_at: row.createdAt.toISOString(),
    url,
    url_expires_at: expiresAt,
    expires_at: null,
  };
}

/** An uploaded file. */
export const toUploaded = async (row: Input.Row, isNew?: boolean) => ({
  ...(await toFields(row)),
  ...(isNew === undefined ? {} : { created_new: isNew }),
});

/** A result of a job. */
export const toResult = async (row: Awaited<ReturnType<typeof Asset.fromID>>) => ({
  ...(await toFields(row)),
  job_id: row.jobId,
});
