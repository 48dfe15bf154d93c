import { PegbarError } from "@pegbar/sdk";
import { api } from "./client.ts";

/** What people edit, as it was seen, and the tag that says so to the API. */
export interface Tagged<T> {
  value: T;
  tag: string;
}

export async function tagged<T>(path: string, signal?: AbortSignal): Promise<Tagged<T>> {
  const response = await api.request(path, signal ? { signal } : {});
  return { value: (await response.json()) as T, tag: response.headers.get("etag") ?? "*" };
}

export const ifMatch = (tag: string) => ({ "if-match": tag });

/** Whether somebody else was quicker. */
export const isStale = (error: unknown): boolean =>
  error instanceof PegbarError && error.code === "precondition_failed";
