import { useMutation } from "@tanstack/react-query";
import { describeError } from "./error-message.tsx";
import { showToast } from "./toast.tsx";

interface Props<V extends string> {
  /** Accessible name. */
  label: string;
  title?: string;
  value: V;
  options: readonly V[];
  /** Saves a choice; called again with the old value to undo. */
  save: (choice: V) => Promise<unknown>;
  /** Toast after saving. */
  savedMessage: (choice: V) => string;
  /** Handles the choice instead of `save`, for a choice that needs confirmation. */
  onChoose?: ((choice: V) => void) | undefined;
}

/** A select that saves at once, with undo. */
export function InlineSelect<V extends string>({
  label,
  title,
  value,
  options,
  save,
  savedMessage,
  onChoose,
}: Props<V>) {
  const change = useMutation({
    mutationFn: save,
    onSuccess: (_, choice) => showToast(savedMessage(choice), () => save(value)),
  });
  return (
    <>
      <select
        aria-label={label}
        title={title}
        value={change.isPending ? change.variables : value}
        disabled={change.isPending}
        onChange={({ target }) => {
          const choice = options.find((one) => one === target.value);
          if (choice !== undefined) (onChoose ?? change.mutate)(choice);
        }}
        className="min-h-8 rounded-md border border-line bg-surface px-1.5 hover:border-edge"
      >
        {options.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {change.error && (
        <p role="alert" className="mt-1 max-w-xs text-sm text-bad">
          {describeError(change.error).title}
        </p>
      )}
    </>
  );
}
