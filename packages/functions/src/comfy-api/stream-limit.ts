import { ComfyError } from "./errors.ts";

/** Maximum number of event streams that are open at once in a process: of a member, and of a studio. */
export const MAX_STREAMS = { member: 64, tenant: 256 };
const RETRY_SECONDS = 5;

const open = new Map<string, number>();

/**
 * Counts a new stream. @returns the function that ends it
 * @throws too_many_streams
 */
export function openStream(tenantId: string, memberId: string): () => void {
  const limits: [string, number][] = [
    [tenantId, MAX_STREAMS.tenant],
    [memberId, MAX_STREAMS.member],
  ];
  const full = limits.find(([id, most]) => (open.get(id) ?? 0) >= most);
  if (full)
    throw new ComfyError(
      "too_many_streams",
      `${full[1]} event streams are open already. Close one, or poll the job: GET /api/v2/jobs/{id}.`,
      { retryAfterSeconds: RETRY_SECONDS },
    );
  for (const [id] of limits) open.set(id, (open.get(id) ?? 0) + 1);
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    for (const [id] of limits) {
      const left = (open.get(id) ?? 1) - 1;
      if (left === 0) open.delete(id);
      else open.set(id, left);
    }
  };
}
