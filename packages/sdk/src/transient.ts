import isNetworkError from "is-network-error";
import { PegbarError } from "./error.ts";

/**
 * Codes of Node's network errors: `ECONNRESET`, `EAI_AGAIN`, `UND_ERR_SOCKET`. Errors of TLS and of arguments have
 * other codes.
 */
const NETWORK_CODE =
  /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH))$/;

/** Whether a retry may succeed after an HTTP status. */
export const isTransientStatus = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Whether a retry may succeed: after a network failure, 408, 429 or 5xx. Errors of the file system and of the program
 * are never transient. Network errors have a cause with a code on Node, and none in browsers.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof PegbarError) return error.code === "network" || isTransientStatus(error.status);
  if (!isNetworkError(error)) return false;
  const { cause } = error;
  if (!(cause instanceof Error)) return true;
  return "code" in cause && typeof cause.code === "string" && NETWORK_CODE.test(cause.code);
}

/** A call that failed and is about to be retried. */
export interface Retry {
  /** The error as a sentence. */
  reason: string;
  /** 1 for the first retry. */
  attempt: number;
  /** Maximum number of retries. */
  attempts: number;
  delayMs: number;
}

/** Called with every {@link Retry} before its delay. */
export type OnRetry = (retry: Retry) => void;
