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

const ignore = () => undefined;

export const storeFile = (id: string, content: unknown): Promise<void> =>
  set(id, { content, at: Date.now() } satisfies StoredFile, store).catch(ignore);

export async function loadFile<T>(id: string): Promise<T | undefined> {
  const found = await get<StoredFile>(id, store).catch(ignore);
  return found?.content as T | undefined;
}

export const deleteFile = (id: string): Promise<void> => del(id, store).catch(ignore);

export async function deleteExpiredFiles(): Promise<void> {
  const oldest = Date.now() - MAX_AGE_MS;
  const stored = await entries<string, StoredFile>(store).catch(() => []);
  const expired = stored.filter(([, { at }]) => at < oldest).map(([id]) => id);
  if (expired.length > 0) await delMany(expired, store).catch(ignore);
}

/** Signing out leaves no file behind. */
export const deleteAllFiles = (): Promise<void> => clear(store).catch(ignore);
