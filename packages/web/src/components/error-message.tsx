import { PegbarError } from "@pegbar/sdk";
import { Button } from "./button.tsx";
import { StatusLink } from "./status-link.tsx";

/** An error for the user: what happened, and what to do if the API says so. */
export function describeError(error: unknown): { title: string; remedies: string[]; requestId: string | undefined } {
  if (error instanceof PegbarError) {
    if (error.code === "network")
      return {
        title: "Can’t reach Pegbar. Nothing is lost. Check your connection and try again.",
        remedies: [],
        requestId: undefined,
      };
    // A proxy answered instead of the API.
    if (error.code === "unexpected_answer")
      return {
        title: `Pegbar isn’t available right now (HTTP ${error.status}). Nothing is lost. Try again in a minute.`,
        remedies: [],
        requestId: error.requestId,
      };
    return {
      title: error.message,
      remedies: (error.errors ?? []).map(({ message, remedy }) => `${message}. ${remedy}`),
      requestId: error.requestId,
    };
  }
  return { title: error instanceof Error ? error.message : String(error), remedies: [], requestId: undefined };
}

/** Whether the request failed because of the platform or the connection, and not because of what was asked. */
const isPlatformError = (error: unknown): boolean =>
  error instanceof PegbarError && (error.code === "network" || error.status >= 500);

/** An error where it occurred, with its remedies and a retry button. */
export function ErrorMessage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, remedies, requestId } = describeError(error);
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-md border border-bad/40 bg-bad-wash p-3 text-sm">
      <p className="font-medium text-bad">{title}</p>
      {remedies.length > 0 && (
        <ul className="list-disc pl-5">
          {remedies.map((remedy) => (
            <li key={remedy}>{remedy}</li>
          ))}
        </ul>
      )}
      {(onRetry || requestId || isPlatformError(error)) && (
        <div className="flex flex-wrap items-center gap-3">
          {onRetry && (
            <Button variant="plain" size="sm" onClick={onRetry}>
              Try again
            </Button>
          )}
          {isPlatformError(error) && <StatusLink />}
          {requestId && (
            <span className="text-xs text-soft">
              Request ID: <span className="font-mono">{requestId}</span>
            </span>
          )}
        </div>
      )}
    </div>
  );
}
