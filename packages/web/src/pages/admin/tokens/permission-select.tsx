import { useState } from "react";
import { Select } from "../../../components/select.tsx";

/** Permission sets for common uses. */
export const presets: readonly { name: string; permissions: readonly string[] | null }[] = [
  {
    name: "Submit jobs and fetch results",
    permissions: [
      "show.read",
      "workflow.read",
      "model.read",
      "input.read",
      "input.create",
      "estimate.create",
      "job.create",
      "job.read",
      "job.cancel",
      "asset.read",
    ],
  },
  { name: "View jobs and results", permissions: ["show.read", "job.read", "asset.read"] },
  { name: "View quotas and usage", permissions: ["quota.read", "usage.read"] },
  { name: "All of the member’s permissions", permissions: null },
];
const CUSTOM = "own";

interface Props {
  /** Permissions of the user who creates the token. */
  all: readonly string[];
  chosen: readonly string[] | null;
  onChange: (permissions: readonly string[] | null) => void;
}

/** Selects a token's permissions: a preset, or single permissions by their API names. Null means all. */
export function PermissionSelect({ all, chosen, onChange }: Props) {
  const [preset, setPreset] = useState("0");
  const groups = Map.groupBy(
    all.filter((verb) => !verb.startsWith("token.")),
    (verb) => verb.split(".")[0] ?? "",
  );
  return (
    <div className="flex flex-col gap-2">
      <Select
        label="Permissions"
        value={preset}
        options={[...presets.map(({ name }, i) => [String(i), name] as const), [CUSTOM, "Custom…"]]}
        onChange={(value) => {
          setPreset(value);
          const usual = presets[Number(value)];
          onChange(usual ? usual.permissions : (chosen ?? []));
        }}
      />
      {preset === CUSTOM ? (
        <fieldset className="grid max-h-56 grid-cols-1 gap-x-4 gap-y-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
          <legend className="sr-only">Permissions</legend>
          {[...groups].map(([group, verbs]) => (
            <div key={group}>
              {verbs.map((verb) => (
                <label key={verb} className="flex items-center gap-2 font-mono text-sm">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen?.includes(verb) ?? false}
                    onChange={({ target }) =>
                      onChange(
                        target.checked ? [...(chosen ?? []), verb] : (chosen ?? []).filter((one) => one !== verb),
                      )
                    }
                  />
                  {verb}
                </label>
              ))}
            </div>
          ))}
        </fieldset>
      ) : (
        chosen && <p className="font-mono text-xs text-soft">{chosen.join(", ")}</p>
      )}
    </div>
  );
}
