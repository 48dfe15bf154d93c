import { clear, createStore, del, delMany, entries, get, set } from "idb-keyval";

/**
 * Files of unfinished uploads, stored in IndexedDB by upload id: refreshing a sign-in can leave the page and come back. In
 * browsers without IndexedDB nothing is stored, and the user has to add the files again.
 */
const store = createStore("pegbar.files", "files");
/** Files that a closed tab left behind are deleted after this time. */
const MAX_AGE_MS = 24 * 3600 * 1000;

interface StoredFile {
  content: unknown;
  /** When it was stored, in milliseconds since 1970. */
  at: number;
}

/** Undefined if the browser has no storage. */
async function tryStorage<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch {
    // Browsers may refuse storage, e.g. in private windows. Then uploads do not survive a reload; nothing else changes.
    return undefined;
  }
}

export const storeFile = (id: string, content: unknown): Promise<void> =>
  tryStorage(set(id, { content, at: Date.now() } satisfies StoredFile, store));

export async function loadFile<T>(id: string): Promise<T | undefined> {
  const found = await tryStorage(get<StoredFile>(id, store));
  return found?.content as T | undefined;
}

export const deleteFile = (id: string): Promise<void> => tryStorage(del(id, store));

export async function deleteExpiredFiles(): Promise<void> {
  const oldest = Date.now() - MAX_AGE_MS;
  const stored = (await tryStorage(entries<string, StoredFile>(store))) ?? [];
  const expired = stored.filter(([, { at }]) => at < oldest).map(([id]) => id);
  if (expired.length > 0) await tryStorage(delMany(expired, store));
}

/** Signing out leaves no file behind. */
export const deleteAllFiles = (): Promise<void> => tryStorage(clear(store));
