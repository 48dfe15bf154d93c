import { PegbarError } from "@pegbar/sdk";
import { Button } from "./button.tsx";

/** Words for what went wrong, and the way out where the API names one. */
export function wordsFor(error: unknown): { title: string; remedies: string[]; requestId: string | undefined } {
  if (error instanceof PegbarError) {
    if (error.code === "network")
      return {
        title: "Pegbar does not answer. Nothing is lost: it goes on when the connection is back.",
        remedies: [],
        requestId: undefined,
      };
    return {
      title: error.message,
      remedies: (error.errors ?? []).map(({ message, remedy }) => `${message}. ${remedy}`),
      requestId: error.requestId,
    };
  }
  return { title: error instanceof Error ? error.message : String(error), remedies: [], requestId: undefined };
}

/** Says what went wrong, where it went wrong. */
export function Problem({ error, again }: { error: unknown; again?: () => void }) {
  const { title, remedies, requestId } = wordsFor(error);
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
      {(again || requestId) && (
        <div className="flex items-center gap-3">
          {again && (
            <Button look="plain" size="sm" onClick={again}>
              Try again
            </Button>
          )}
          {requestId && <span className="font-mono text-xs text-soft">{requestId}</span>}
        </div>
      )}
    </div>
  );
}
