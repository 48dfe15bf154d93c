import type { Cli } from "../cli.ts";

/**
 * Runs an action for each id, and continues after errors. `print` receives the successful results, then the first error
 * is thrown; the others are printed on stderr.
 */
export async function doForEach<T>(
  { out, signal }: Cli,
  ids: readonly string[],
  work: (id: string) => Promise<T>,
  print: (done: T[]) => void,
): Promise<void> {
  const done: T[] = [];
  const errors: unknown[] = [];
  for (const id of ids) {
    if (signal.aborted) break;
    await work(id).then(
      (result) => done.push(result),
      (error: unknown) => errors.push(error),
    );
  }
  if (done.length > 0 || errors.length === 0) print(done);
  const [first, ...more] = errors;
  for (const error of more) out.note(`Error: ${error instanceof Error ? error.message : String(error)}`);
  signal.throwIfAborted();
  if (first !== undefined) throw first;
}
