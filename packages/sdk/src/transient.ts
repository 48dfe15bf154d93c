import isNetworkError from "is-network-error";
import { PegbarError } from "./error.ts";

/** Codes of Node's network errors: `ECONNRESET`, `EAI_AGAIN`, `UND_ERR_SOCKET`. TLS and argument errors have others. */
const NETWORK_CODE =
  /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT|RES_CONTENT_LENGTH_MISMATCH))$/;

/** Whether an HTTP status means that the same request may succeed later. */
export const isTransientStatus = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/**
 * Whether the same call may succeed when it is sent again: the network failed, or the answer was 408, 429 or 5xx.
 * File-system and programming errors are never transient. Browsers give no cause; Node gives one with a code.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof PegbarError) return error.code === "network" || isTransientStatus(error.status);
  if (!isNetworkError(error)) return false;
  const { cause } = error;
  if (!(cause instanceof Error)) return true;
  return "code" in cause && typeof cause.code === "string" && NETWORK_CODE.test(cause.code);
}

/** A call that failed and is about to be sent again. */
export interface Retry {
  /** What failed, as a sentence. */
  reason: string;
  /** 1 for the first repeat. */
  attempt: number;
  /** Repeats before the call gives up. */
  attempts: number;
  delayMs: number;
}

/** Receives every {@link Retry} before its delay. */
export type OnRetry = (retry: Retry) => void;
