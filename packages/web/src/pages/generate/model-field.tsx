import { useQuery } from "@tanstack/react-query";
import { models } from "../../api/lists.ts";
import { Frame, Options, type ControlProps } from "./field.tsx";
import { stateOf, type Model } from "./model-state.ts";
import { Licence } from "./models.tsx";
import type { Place } from "./place.tsx";
import type { Field } from "./values.ts";

type ModelField = Extract<Field, { type: "model" }>;

/**
 * The models that a field may name: what the show may use first, then what it may not, each with its reason. A studio's
 * own file stands for a shared one of the same name, as it does when a job runs.
 */
function offered({ kind, choices }: ModelField, all: readonly Model[], show: Place["show"]) {
  const fitting = all
    .filter((one) => one.kind === kind && (choices === undefined || choices.includes(one.fileName)))
    .filter(
      (one) => !one.shared || !all.some((own) => !own.shared && own.kind === kind && own.fileName === one.fileName),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return {
    usable: fitting.filter((one) => stateOf(one, show).good),
    other: fitting.filter((one) => !stateOf(one, show).good),
  };
}

/** Chooses a registered model, and says what its licence is and whether the show may use it. */
export function ModelControl({
  field,
  name,
  value,
  problem,
  show,
}: ControlProps<ModelField> & { show: Place["show"] }) {
  const known = useQuery(models);
  const { usable, other } = offered(field, known.data ?? [], show);
  const chosen = [...usable, ...other].find(({ fileName }) => fileName === value);
  return (
    <Frame {...{ field, name, value, problem }}>
      {(ids) => (
        <>
          <Options {...{ ids, name, value }}>
            {!chosen && <option value={String(value)}>{String(value)}</option>}
            {usable.map((one) => (
              <option key={one.id} value={one.fileName}>
                {one.name}
              </option>
            ))}
            {other.length > 0 && (
              <optgroup label="Not to be used here">
                {other.map((one) => (
                  <option key={one.id} value={one.fileName} disabled={one !== chosen}>
                    {one.name} – {stateOf(one, show).words}
                  </option>
                ))}
              </optgroup>
            )}
          </Options>
          <p className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            {chosen && <Licence model={chosen} show={show} />}
            {!chosen && known.isSuccess && (
              <span className="rounded-sm bg-bad-wash px-1.5 text-bad">not registered: ask an admin</span>
            )}
          </p>
        </>
      )}
    </Frame>
  );
}
