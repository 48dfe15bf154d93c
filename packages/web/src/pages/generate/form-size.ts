import type { Draft } from "./draft.ts";
import { getDefaultValue, getValueKey, type Workflow } from "./values.ts";

/** Width and height that the workflow's settings ask for, if it has both and they are numbers. */
export function getFormSize(workflow: Workflow, draft: Draft): { width: number; height: number } | undefined {
  const [width, height] = (["width", "height"] as const).map((side) => {
    const field = workflow.form.fields.find(({ type, purpose }) => type === "integer" && purpose === side);
    return field && Number(draft.values[getValueKey(workflow, field)] ?? getDefaultValue(field));
  });
  return width && height && Number.isInteger(width) && Number.isInteger(height) ? { width, height } : undefined;
}
