import { showToast } from "../../components/toast.tsx";
import { strings } from "../../strings/create.ts";
import { getDraft, updateDraft } from "./draft.ts";
import { getValueKey, type RawValue, type Workflow } from "./values.ts";

/**
 * Fills the form with copied settings, which can be undone. Settings that the workflow does not have are named in the result.
 */
export function pasteSettings(workflow: Workflow, settings: Readonly<Record<string, unknown>>): string | undefined {
  const { values: before, randomSeeds } = getDraft();
  const values: Record<string, RawValue> = { ...before };
  const filled: string[] = [];
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const field = workflow.form.fields.find((one) => one.name === name);
    if (!field || !["string", "number", "boolean"].includes(typeof value)) {
      unknown.push(name);
      continue;
    }
    const key = getValueKey(workflow, field);
    values[key] = typeof value === "boolean" ? value : String(value);
    filled.push(key);
  }
  if (filled.length > 0) {
    updateDraft(() => ({ values, randomSeeds: randomSeeds.filter((key) => !filled.includes(key)) }));
    showToast(strings.settingsPasted, async () => updateDraft(() => ({ values: before, randomSeeds })));
  }
  return unknown.length > 0 ? strings.pasteUnknown(unknown) : undefined;
}
