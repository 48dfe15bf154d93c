import { type Graph, isLink, listLinks, getOwn } from "./graph.ts";
import { canLink, readInputTypes } from "./link-type.ts";
import type { InputSpec, ObjectInfo } from "./object-info.ts";
import type { InputProblem } from "./check-values.ts";
import { describeKind, quote } from "./problem.ts";

/** The problem of an input's link. `input` is undefined if the class does not declare it. */
export function findLinkProblem(
  graph: Graph,
  objectInfo: ObjectInfo,
  value: unknown,
  input: InputSpec | undefined,
): InputProblem | undefined {
  const remedy = "Connect it again in ComfyUI and export the graph once more.";
  if (!isLink(value))
    return { code: "wrong_type", message: "A list stands here, but not a link [node, output].", remedy };
  const [from, index] = value;
  const source = getOwn(graph, from);
  if (!source)
    return { code: "dangling_link", message: `It is linked to node ${quote(from)}, which does not exist.`, remedy };
  const spec = objectInfo.get(source.class_type);
  // The source's own problem is reported.
  if (!spec || spec.malformed !== undefined) return undefined;
  const { outputs } = spec;
  const output = Number.isInteger(index) && index >= 0 ? outputs[index] : undefined;
  if (!output)
    return {
      code: "bad_output_index",
      message: `Node ${quote(from)} (${source.class_type}) has ${outputs.length} outputs, but number ${index} is asked for.`,
      remedy,
    };
  if (!input || canLink(output.type, input.type)) return undefined;
  return {
    code: "link_type_mismatch",
    message: `${describeTypes(input)} is expected, but node ${quote(from)} (${source.class_type}) gives ${output.type}.`,
    remedy: `Connect an output of type ${describeTypes(input)}.`,
  };
}

/** The types of outputs that an input takes, for messages. */
export function describeTypes(input: InputSpec): string {
  const types = readInputTypes(input);
  return types === "*" ? "any" : types.replaceAll(",", " or ");
}

/** The problem of an input that needs a link and has none. */
export const createUnlinkedProblem = (value: unknown, input: InputSpec): InputProblem => ({
  code: "wrong_type",
  message: `A link to an output of type ${describeTypes(input)} is expected, not ${describeKind(value)}.`,
  remedy: `Connect an output of type ${describeTypes(input)}.`,
});

/** Maximum number of reported cycles; also limits the work on a hostile graph. */
const maxCycles = 10;

/** The nodes of each cycle, at most ten cycles. Not recursive, because graphs may be long chains. */
export function findCycles(graph: Graph): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const start of Object.keys(graph)) {
    if (done.has(start)) continue;
    const path: { id: string; next: string[] }[] = [];
    const onPath = new Map<string, number>();
    const enter = (id: string) => {
      onPath.set(id, path.length);
      const node = getOwn(graph, id);
      path.push({ id, next: node ? listLinks(node).map(({ link }) => link[0]) : [] });
    };
    enter(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
        continue;
      }
      if (done.has(next) || !Object.hasOwn(graph, next)) continue;
      const at = onPath.get(next);
      if (at === undefined) enter(next);
      else found.push(path.slice(at).map(({ id }) => id));
      if (found.length >= maxCycles) return found;
    }
  }
  return found;
}
