import { ErrorMessage } from "./error-message.tsx";

/** A page whose data has not arrived yet. */
export const PageSkeleton = () => (
  <div aria-busy="true" className="p-6">
    <span className="sr-only">Loading</span>
    <div className="skeleton h-96" />
  </div>
);

/** A page whose data could not be loaded. */
export const PageError = ({ error, onRetry }: { error: Error; onRetry: () => void }) => (
  <div className="p-6">
    <ErrorMessage error={error} onRetry={onRetry} />
  </div>
);
