/** State of a result that is requested again and again, such as the estimate. */
interface Result {
  error: Error | null;
  /** A newer result is loading. */
  old: boolean;
}

/** The error to show: while a newer result is loading, the previous one stays, so that it does not flicker. */
export const chooseError = ({ error, old }: Result, previous: Error | null): Error | null =>
  error ?? (old ? previous : null);
