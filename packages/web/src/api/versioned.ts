import { PegbarError } from "@pegbar/sdk";
import { api } from "./client.ts";

/** A resource that people edit, with the ETag of the version that was read. */
export interface Versioned<T> {
  value: T;
  etag: string;
}

export async function fetchVersioned<T>(path: string, signal?: AbortSignal): Promise<Versioned<T>> {
  const response = await api.request(path, signal ? { signal } : {});
  return { value: (await response.json()) as T, etag: response.headers.get("etag") ?? "*" };
}

export const ifMatchHeader = (tag: string) => ({ "if-match": tag });

/** Whether somebody else changed the resource after it was read. */
export const isConflict = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "precondition_failed";
