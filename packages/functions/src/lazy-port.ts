/** An interface of asynchronous methods only. */
type AsyncMethods<T> = { [Name in keyof T]: (...given: never[]) => Promise<unknown> };

/**
 * An adapter that the first call of one of its methods loads. AWS clients are two thirds of what a function would load
 * at its start, and most requests need none.
 */
export function createLazyPort<T extends AsyncMethods<T>>(load: () => Promise<T>): T {
  let loaded: Promise<T> | undefined;
  const call =
    (name: string) =>
    async (...given: unknown[]): Promise<unknown> => {
      const adapter = await (loaded ??= load().catch((error: unknown) => {
        loaded = undefined;
        throw error;
      }));
      const method = (adapter as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>)[name];
      if (!method) throw new TypeError(`The adapter has no method ${name}`);
      return method.apply(adapter, given);
    };
  const methods = new Map<string | symbol, unknown>();
  return new Proxy({} as T, {
    get(_target, name) {
      // A promise that resolves to the port asks for this name.
      if (typeof name === "symbol" || name === "then") return undefined;
      const method = methods.get(name) ?? call(name);
      methods.set(name, method);
      return method;
    },
  });
}
