import { useQuery } from "@tanstack/react-query";
import { models } from "../../api/lists.ts";
import { FieldFrame, SelectControl, type ControlProps } from "./field-frame.tsx";
import { getModelStatus, type Model } from "./model-status.ts";
import { Licence } from "./models.tsx";
import type { ShotTarget } from "./shot-select.tsx";
import type { Field } from "./values.ts";

type ModelField = Extract<Field, { type: "model" }>;

/**
 * The models that a field accepts, split by whether the show may use them. A studio's own file replaces a shared one of the
 * same name, as it does when a job runs.
 */
function listModels({ kind, choices }: ModelField, all: readonly Model[], show: ShotTarget["show"]) {
  const matching = all
    .filter((one) => one.kind === kind && (choices === undefined || choices.includes(one.fileName)))
    .filter(
      (one) => !one.shared || !all.some((own) => !own.shared && own.kind === kind && own.fileName === one.fileName),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return {
    usable: matching.filter((one) => getModelStatus(one, show).isUsable),
    other: matching.filter((one) => !getModelStatus(one, show).isUsable),
  };
}

/** Selects a registered model and shows its licence and clearance. */
export function ModelControl({
  field,
  name,
  value,
  error,
  show,
}: ControlProps<ModelField> & { show: ShotTarget["show"] }) {
  const registered = useQuery(models);
  const { usable, other } = listModels(field, registered.data ?? [], show);
  const chosen = [...usable, ...other].find(({ fileName }) => fileName === value);
  return (
    <FieldFrame {...{ field, name, value, error }}>
      {(ids) => (
        <>
          <SelectControl {...{ ids, name, value }}>
            {!chosen && <option value={String(value)}>{String(value)}</option>}
            {usable.map((one) => (
              <option key={one.id} value={one.fileName}>
                {one.name}
              </option>
            ))}
            {other.length > 0 && (
              <optgroup label="Not available for this show">
                {other.map((one) => (
                  <option key={one.id} value={one.fileName} disabled={one !== chosen}>
                    {one.name} – {getModelStatus(one, show).label}
                  </option>
                ))}
              </optgroup>
            )}
          </SelectControl>
          <p className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            {chosen && <Licence model={chosen} show={show} />}
            {!chosen && registered.isSuccess && (
              <span className="rounded-sm bg-bad-wash px-1.5 text-bad">Not registered. Ask an admin.</span>
            )}
          </p>
        </>
      )}
    </FieldFrame>
  );
}
