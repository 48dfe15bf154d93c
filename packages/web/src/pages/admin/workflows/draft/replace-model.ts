import type { Form } from "./draft.ts";

type Graph = Readonly<Record<string, unknown>>;
interface Node {
  inputs?: Record<string, unknown>;
}

/** The graph with another file name wherever a node names the model. Texts that only contain the name stay. */
export function replaceModel(graph: Graph, from: string, to: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(graph as Readonly<Record<string, Node>>).map(([id, node]) => [
      id,
      {
        ...node,
        inputs: Object.fromEntries(
          Object.entries(node.inputs ?? {}).map(([input, value]) => [input, value === from ? to : value]),
        ),
      },
    ]),
  );
}

/** The form whose model fields have the new file name as default where they had the old one. */
export const replaceDefault = (form: Form, from: string, to: string): Form => ({
  ...form,
  fields: form.fields.map((field) =>
    field.type === "model" && field.default === from ? { ...field, default: to } : field,
  ),
});
