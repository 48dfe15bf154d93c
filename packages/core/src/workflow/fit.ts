import type { Graph, ObjectInfo } from "@pegbar/comfyui";
import type { ProblemDetail } from "../error.ts";
import type { Form } from "./form.ts";
export function misfits(_graph: Graph, _form: Form, _objectInfo: ObjectInfo): ProblemDetail[] {
  return [];
}
