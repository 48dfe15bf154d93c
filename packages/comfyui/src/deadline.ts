/** A signal that fires when a time is up, or with another one; disposing it lets go of both. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A deadline for one piece of work. `AbortSignal.any` with `AbortSignal.timeout` would keep the signal, and whatever
 * listens to it, until the time is up, however soon the work is done: a process that does much leaks.
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
