import type { Graph, ObjectInfo } from "@pegbar/comfyui";
import type { Field, Form } from "./form.ts";
export function propose(_graph: Graph, _objectInfo: ObjectInfo): { form: Form; more: Field[] } {
  return { form: { fields: [], inputs: [], outputs: [] }, more: [] };
}
