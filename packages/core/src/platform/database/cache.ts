import * as Context from "../context.ts";

/**
 * Creates a cache with entries for each database, emptied when it has `maxSize` of them. A key does not name the tenant:
 * include it, or look up only ids that the caller has found for the tenant.
 */
export function createDatabaseCache<Value>(maxSize: number) {
  const caches = new WeakMap<object, Map<string, Value>>();
  const getEntries = (): Map<string, Value> => {
    const { database } = Context.getPorts();
    const entries = caches.get(database) ?? new Map<string, Value>();
    caches.set(database, entries);
    return entries;
  };
  return {
    get: (key: string): Value | undefined => getEntries().get(key),
    set: (key: string, value: Value): void => {
      const entries = getEntries();
      if (entries.size >= maxSize) entries.clear();
      entries.set(key, value);
    },
  };
}
