import type { WorkflowVersion } from "./queries.ts";

/** One difference between two versions. */
export interface Change {
  kind: "added" | "removed" | "changed";
  /** What differs, such as `Steps (steps) · maximum` or `3 KSampler · cfg`. */
  place: string;
  before?: string;
  after?: string;
}

export type ComparedVersion = Pick<WorkflowVersion, "form" | "graph" | "class" | "timeLimitSeconds">;

type Values = Readonly<Record<string, unknown>>;
interface Item {
  title: string;
  values: Values;
}

/** What differs between two versions of a workflow, in the form, in the graph, and in its other settings. */
export function compareVersions(before: ComparedVersion, after: ComparedVersion) {
  return {
    settings: compareValues("", listSettings(before), listSettings(after)),
    form: compareItems(listFormItems(before), listFormItems(after)),
    graph: compareItems(listNodes(before), listNodes(after)),
  };
}

const listSettings = ({ class: workers, timeLimitSeconds, form }: ComparedVersion): Values => ({
  class: workers,
  timeLimitSeconds,
  ...(form.window ? { window: form.window } : {}),
});

/** Fields, inputs and outputs by their names, which values and results are addressed by. */
function listFormItems({ form }: ComparedVersion): Map<string, Item> {
  const lists = Object.entries({ field: form.fields, input: form.inputs, output: form.outputs });
  return new Map(
    lists.flatMap(([list, items]) =>
      items.map(({ name, ...values }): [string, Item] => [
        `${list} ${name}`,
        { title: `${values.label} (${name})`, values },
      ]),
    ),
  );
}

interface Node {
  class_type?: string;
  inputs?: Values;
  _meta?: { title?: string };
}

/** Nodes by their ids. */
function listNodes({ graph }: ComparedVersion): Map<string, Item> {
  return new Map(
    Object.entries(graph as Record<string, Node>).map(([id, { class_type: classType = "", inputs = {}, _meta }]) => [
      id,
      {
        title: `${id} ${classType}`,
        values: { ...inputs, class_type: classType, ...(_meta?.title === undefined ? {} : { title: _meta.title }) },
      },
    ]),
  );
}

function compareItems(before: Map<string, Item>, after: Map<string, Item>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): Change[] => {
    const [old, current] = [before.get(key), after.get(key)];
    if (!current) return [{ kind: "removed", place: old?.title ?? key }];
    if (!old) return [{ kind: "added", place: current.title }];
    return compareValues(current.title, old.values, current.values);
  });
}

function compareValues(title: string, before: Values, after: Values): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): Change[] => {
    const [old, current] = [describeValue(before[key]), describeValue(after[key])];
    if (old === current) return [];
    const place = title === "" ? key : `${title} · ${key}`;
    if (current === undefined) return [{ kind: "removed", place, before: old ?? "" }];
    if (old === undefined) return [{ kind: "added", place, after: current }];
    return [{ kind: "changed", place, before: old, after: current }];
  });
}

/** Texts as they are, anything else as JSON. Both sides come from the API, which sorts no keys differently. */
const describeValue = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === "string" ? value : JSON.stringify(value);
