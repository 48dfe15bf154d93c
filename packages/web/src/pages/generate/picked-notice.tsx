import { useEffect } from "react";
import { Button } from "../../components/button.tsx";
import { showToast } from "../../components/toast.tsx";
import { strings } from "../../strings/browse.ts";
import { addAssets } from "../../upload/uploads.ts";
import { getInputField, type FormInput } from "./compose-jobs.ts";
import { setPickedAssets, usePickedAssets } from "./picked-assets.ts";
import { takesType } from "./takes-type.ts";
import type { Workflow } from "./values.ts";

/** Puts results that were chosen in the gallery into the workflow's only fitting input, or asks which one takes them. */
export function PickedNotice({ workflow }: { workflow: Workflow | undefined }) {
  const assets = usePickedAssets();
  const inputs = (workflow?.form.inputs ?? []).filter(({ kind }) =>
    assets.every(({ contentType }) => takesType(kind, contentType)),
  );
  const use = (input: FormInput) => {
    if (!workflow) return;
    addAssets(getInputField(workflow, input), assets);
    showToast(strings.addedToInput(assets.length, input.label));
    setPickedAssets([]);
  };
  const only = assets.length > 0 && inputs.length === 1 ? inputs[0] : undefined;
  useEffect(() => {
    if (only) use(only);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [only]);
  if (assets.length === 0 || only) return undefined;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-md bg-accent-wash px-3 py-2 text-sm">
      <p className="grow">
        {!workflow
          ? strings.chooseWorkflowFirst(assets.length)
          : inputs.length === 0
            ? strings.noInputTakesThem
            : strings.chooseInput(assets.length)}
      </p>
      {inputs.map((input) => (
        <Button key={input.name} size="sm" variant="plain" onClick={() => use(input)}>
          {input.label}
        </Button>
      ))}
      <Button size="sm" variant="quiet" onClick={() => setPickedAssets([])}>
        {strings.discard}
      </Button>
    </div>
  );
}
