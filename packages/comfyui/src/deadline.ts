/** A signal that fires after a time, or with another signal. Disposing it releases both. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A deadline for one piece of work. `AbortSignal.any` with `AbortSignal.timeout` would keep the signal and its
 * listeners until the time has passed, even if the work is done, which is a memory leak in a busy process.
 */
export function startDeadline(milliseconds: number, outer?: AbortSignal | null): Deadline {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new DOMException("it took too long", "TimeoutError")), milliseconds);
  timer.unref();
  const follow = () => own.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener("abort", follow, { once: true });
  return {
    signal: own.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}
