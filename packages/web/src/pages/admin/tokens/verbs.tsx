import { useState } from "react";
import { Select } from "../../../parts/field.tsx";

/** What most tokens are for. */
export const presets: readonly { name: string; verbs: readonly string[] | null }[] = [
  {
    name: "Submit jobs, fetch results",
    verbs: [
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
  { name: "Look at jobs and results", verbs: ["show.read", "job.read", "asset.read"] },
  { name: "Read quotas and usage", verbs: ["quota.read", "usage.read"] },
  { name: "All that its member may", verbs: null },
];
const OWN = "own";

interface Props {
  /** Verbs that whoever makes the token may use. */
  all: readonly string[];
  chosen: readonly string[] | null;
  choose: (verbs: readonly string[] | null) => void;
}

/** What a token may do: a usual set, or verb by verb as the API names them. */
export function Verbs({ all, chosen, choose }: Props) {
  const [preset, setPreset] = useState("0");
  const groups = Map.groupBy(
    all.filter((verb) => !verb.startsWith("token.")),
    (verb) => verb.split(".")[0] ?? "",
  );
  return (
    <div className="flex flex-col gap-2">
      <Select
        label="May"
        value={preset}
        options={[...presets.map(({ name }, i) => [String(i), name] as const), [OWN, "Verb by verb …"]]}
        onChange={(value) => {
          setPreset(value);
          const usual = presets[Number(value)];
          choose(usual ? usual.verbs : (chosen ?? []));
        }}
      />
      {preset === OWN ? (
        <fieldset className="grid max-h-56 grid-cols-1 gap-x-4 gap-y-2 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
          <legend className="sr-only">Verbs</legend>
          {[...groups].map(([group, verbs]) => (
            <div key={group}>
              {verbs.map((verb) => (
                <label key={verb} className="flex items-center gap-2 font-mono text-sm">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen?.includes(verb) ?? false}
                    onChange={({ target }) =>
                      choose(target.checked ? [...(chosen ?? []), verb] : (chosen ?? []).filter((one) => one !== verb))
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
