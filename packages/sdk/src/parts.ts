import pLimit from "p-limit";
import { PegbarError } from "./error.ts";
import { put, type SignedRequest } from "./put.ts";
import type { OnRetry } from "./transient.ts";

/** Part size of the API, in bytes. Smaller files are uploaded in one piece. */
export const PART_BYTES = 64 * 1024 * 1024;
/** Number of parts to upload concurrently. */
const AT_ONCE = 3;

type Part = SignedRequest & { number: number };
interface Sending {
  signal: AbortSignal | undefined;
  onSent: (bytes: number) => void;
  onRetry: OnRetry | undefined;
}

/** Uploads the missing parts. Returns false if their URLs expired meanwhile, so that the rest needs new ones. */
export async function putParts(
  file: Blob,
  parts: readonly Part[],
  { signal, onSent, onRetry }: Sending,
): Promise<boolean> {
  const sliceOf = ({ number }: Part) => file.slice((number - 1) * PART_BYTES, number * PART_BYTES);
  const sent = new Map<number, number>();
  let there = file.size - parts.reduce((bytes, part) => bytes + sliceOf(part).size, 0);
  const reportSent = () => onSent(there + [...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  reportSent();
  let arrived = 0;
  let expired: unknown;
  const stop = new AbortController();
  const either = AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]);
  const putPart = async (part: Part) => {
    // Running uploads were started in time and may succeed; no further one would.
    if (expired !== undefined) return;
    either.throwIfAborted();
    const slice = sliceOf(part);
    const countSent = (bytes: number) => (sent.set(part.number, bytes), reportSent());
    try {
      await put(part, slice, { signal: either, onSent: countSent, onRetry });
    } catch (error) {
      if (!(error instanceof PegbarError && error.status === 403)) {
        stop.abort(error);
        throw error;
      }
      expired = error;
      return;
    }
    arrived++;
    sent.delete(part.number);
    there += slice.size;
    reportSent();
  };
  const limit = pLimit(AT_ONCE);
  const results = await Promise.allSettled(parts.map((part) => limit(putPart, part)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  if (expired === undefined) return true;
  if (arrived === 0) throw expired;
  return false;
}
