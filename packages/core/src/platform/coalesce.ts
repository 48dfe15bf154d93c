interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Runs items in groups, so that many of them cost little more than one (group commit). Groups with the same key run one
 * after the other. A single item starts immediately; items that arrive meanwhile form the next group.
 * @param run returns one settled result per item, in the given order; if it rejects, all items are rejected
 * @param maxItems maximum number of items in a group
 * @returns a function that runs one item. `scope` separates keys and is not kept alive.
 */
export function coalesce<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>,
  maxItems: number,
): (scope: object, key: string, item: Item) => Promise<Result> {
  const scopes = new WeakMap<object, Map<string, Waiting<Item, Result>[]>>();

  async function runGroups(queues: Map<string, Waiting<Item, Result>[]>, key: string): Promise<void> {
    const queue = queues.get(key) ?? [];
    while (queue.length > 0) {
      const group = queue.splice(0, maxItems);
      try {
        const results = await run(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, index) => {
          const result = results[index];
          if (result?.status === "fulfilled") resolve(result.value);
          else reject(result === undefined ? new Error("the group has no result for this item") : result.reason);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    queues.delete(key);
  }

  return (scope, key, item) => {
    const queues = scopes.get(scope) ?? new Map<string, Waiting<Item, Result>[]>();
    scopes.set(scope, queues);
    return new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      queues.set(key, [waiting]);
      void runGroups(queues, key);
    });
  };
}
