/**
 * Files on their way, kept by the browser under their upload's id: a sign-in that must be renewed in the middle leads away
 * from the page, and back. Where the browser keeps nothing, they have to be brought again.
 */
const NAME = "pegbar.files";
const STORE = "files";
/** What a tab left behind that was closed. */
const OLD_MS = 24 * 3600 * 1000;

interface Kept {
  content: unknown;
  at: number;
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("nothing is kept here")));
  });

let opened: Promise<IDBDatabase> | undefined;
async function files(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  if (!opened) {
    const request = indexedDB.open(NAME, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE));
    opened = asked(request);
  }
  return (await opened).transaction(STORE, mode).objectStore(STORE);
}

export async function keep(id: string, content: unknown): Promise<void> {
  const kept: Kept = { content, at: Date.now() };
  await files("readwrite")
    .then((store) => asked(store.put(kept, id)))
    .catch(() => undefined);
}

export async function kept<T>(id: string): Promise<T | undefined> {
  const found = await files("readonly")
    .then((store) => asked(store.get(id) as IDBRequest<Kept | undefined>))
    .catch(() => undefined);
  return found?.content as T | undefined;
}

export async function drop(id: string): Promise<void> {
  await files("readwrite")
    .then((store) => asked(store.delete(id)))
    .catch(() => undefined);
}

/** Removes what has been there for a day. */
export async function sweep(): Promise<void> {
  const store = await files("readwrite").catch(() => undefined);
  if (!store) return;
  const request = store.openCursor();
  request.addEventListener("success", () => {
    const cursor = request.result;
    if (!cursor) return;
    if ((cursor.value as Kept).at < Date.now() - OLD_MS) cursor.delete();
    cursor.continue();
  });
}

/** Removes everything: whoever signs out leaves nothing behind. */
export const forgetFiles = (): void => void indexedDB.deleteDatabase(NAME);
