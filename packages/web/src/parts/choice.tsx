import { useMutation } from "@tanstack/react-query";
import { wordsFor } from "./problem.tsx";
import { toast } from "./toast.tsx";

interface Props<V extends string> {
  /** Of what it is a choice, for whoever does not see where it stands. */
  label: string;
  title?: string;
  value: V;
  options: readonly V[];
  /** Makes a choice come true; called again with the old one to take it back. */
  set: (choice: V) => Promise<unknown>;
  /** What is said once it has. */
  said: (choice: V) => string;
  /** Takes a choice on itself instead: one to be asked about first. */
  ask?: ((choice: V) => void) | undefined;
}

/** One of a few, changed where it stands, and taken back where that is said. */
export function Choice<V extends string>({ label, title, value, options, set, said, ask }: Props<V>) {
  const change = useMutation({
    mutationFn: set,
    onSuccess: (_, choice) => toast(said(choice), () => set(value)),
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
          if (choice !== undefined) (ask ?? change.mutate)(choice);
        }}
        className="min-h-8 rounded-md border border-line bg-surface px-1.5 hover:border-edge"
      >
        {options.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {change.error && (
        <p role="alert" className="mt-1 max-w-xs text-sm text-bad">
          {wordsFor(change.error).title}
        </p>
      )}
    </>
  );
}
