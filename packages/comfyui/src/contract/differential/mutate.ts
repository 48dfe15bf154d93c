import { isLink, isRecord, type Graph, type GraphNode } from "../../graph.ts";
import type { ObjectInfo } from "../../object-info.ts";
import type { Random } from "./random.ts";

/** Values that are unusual in a graph. Numbers stay small, because the server runs what it accepts. */
const values: readonly unknown[] = [
  "",
  "text",
  "12",
  " 7 ",
  "1_0",
  "１２",
  "0x10",
  "1.5",
  "1e2",
  "nan",
  "-inf",
  "true",
  "None",
  0,
  1,
  -1,
  2.7,
  -0.5,
  99_999_999_999,
  true,
  false,
  null,
  [],
  ["1"],
  ["1", 0, 0],
  {},
  { a: 1 },
  { __value__: 5 },
  { __value__: ["a", 0] },
  { __value__: "text" },
  { __value__: null },
];

const slots: readonly unknown[] = [0, 1, 2, 7, 99, -1, -2, -99, 0.5, 1.0, true, false, "0", null, [0], {}];
const classTypes: readonly unknown[] = ["NoSuchNode", "", null, 5, ["SaveImage"], {}, "ImageScale ", "saveimage"];
const bodies: readonly unknown[] = [null, "text", 3, [], ["class_type"], true];
const metas: readonly unknown[] = [null, "text", [], {}, { title: null }, { title: 5 }, { title: "A title" }, 7];

type AnyGraph = Record<string, unknown>;
interface Place {
  readonly graph: AnyGraph;
  readonly id: string;
  readonly node: GraphNode;
  readonly random: Random;
  readonly objectInfo: ObjectInfo;
}

const pickInput = ({ node, random }: Place, fits: (value: unknown) => boolean = () => true): string | undefined =>
  random.pick(Object.keys(node.inputs).filter((name) => fits(node.inputs[name])));

const isPlain = (value: unknown): boolean => !Array.isArray(value);

/** Changes of a valid graph, each by its name. A change that does not fit the node does nothing. */
const mutations: Readonly<Record<string, (place: Place) => void>> = {
  "another value": (place) => {
    const name = pickInput(place, isPlain);
    if (name !== undefined) place.node.inputs[name] = place.random.pick(values);
  },
  "a value instead of a link": (place) => {
    const name = pickInput(place, isLink);
    if (name !== undefined) place.node.inputs[name] = place.random.pick(values.filter(isPlain));
  },
  "a number as text": (place) => {
    const name = pickInput(place, (value) => typeof value === "number");
    if (name !== undefined) place.node.inputs[name] = String(place.node.inputs[name]);
  },
  "a limit of the range": (place) => {
    const spec = place.objectInfo.get(place.node.class_type);
    const ranged = spec?.inputs.filter(({ options }) => typeof options["min"] === "number") ?? [];
    const input = place.random.pick(ranged);
    const { min, max } = input?.options ?? {};
    const bound = place.random.next() < 0.5 || typeof max !== "number" || max > 4096 ? min : max;
    if (input && typeof bound === "number")
      place.node.inputs[input.name] = bound + (place.random.pick([0, 1, -1, 0.5]) ?? 0);
  },
  "another option": (place) => {
    const spec = place.objectInfo.get(place.node.class_type);
    const input = place.random.pick(spec?.inputs.filter(({ choices }) => choices !== undefined) ?? []);
    if (input) place.node.inputs[input.name] = place.random.pick([...(input.choices ?? []), "no such option", true, 1]);
  },
  "another dynamic option": (place) => {
    const spec = place.objectInfo.get(place.node.class_type);
    const input = place.random.pick(spec?.inputs.filter(({ type }) => type === "COMFY_DYNAMICCOMBO_V3") ?? []);
    const options = input?.options["options"];
    if (!input || !Array.isArray(options)) return;
    const keys: unknown[] = options.map((option) => (isRecord(option) ? option["key"] : undefined));
    place.node.inputs[input.name] = place.random.pick([...keys, "no such option", 3, null]);
  },
  "an input less": (place) => {
    const name = pickInput(place);
    if (name !== undefined) delete place.node.inputs[name];
  },
  "an input more": (place) => {
    const name = place.random.pick(["extra", "images.image9", "images.image200", "values.a", "format.codec", "codec"]);
    // No link: ComfyUI follows it when it runs the graph, without a check before.
    place.node.inputs[name ?? ""] = place.random.pick(values.filter(isPlain));
  },
  "another slot": (place) => {
    const name = pickInput(place, isLink);
    const link = name === undefined ? undefined : place.node.inputs[name];
    if (name !== undefined && isLink(link)) place.node.inputs[name] = [link[0], place.random.pick(slots)];
  },
  "another source": (place) => {
    const name = pickInput(place, isLink);
    const source = place.random.pick<unknown>([...Object.keys(place.graph), "99", 1, null, "", ["1"]]);
    if (name !== undefined) place.node.inputs[name] = [source, place.random.below(3)];
  },
  "a link instead of a value": (place) => {
    const name = pickInput(place, isPlain);
    if (name !== undefined)
      place.node.inputs[name] = [place.random.pick(Object.keys(place.graph)), place.random.below(2)];
  },
  "another class": (place) => {
    const known = [...place.objectInfo.values()].filter(({ apiNode }) => !apiNode).map(({ classType }) => classType);
    const classType = place.random.next() < 0.5 ? place.random.pick(classTypes) : place.random.pick(known);
    place.graph[place.id] = { ...place.node, class_type: classType };
  },
  "no class": ({ graph, id, node }) => {
    graph[id] = { inputs: node.inputs };
  },
  "another title": ({ graph, id, node, random }) => {
    graph[id] = { ...node, _meta: random.pick(metas) };
  },
  "other inputs": ({ graph, id, node, random }) => {
    graph[id] = { ...node, inputs: random.pick(bodies) };
  },
  "no inputs": ({ graph, id, node }) => {
    graph[id] = { class_type: node.class_type };
  },
  "another node": ({ graph, id, random }) => {
    graph[id] = random.pick(bodies);
  },
  "a node less": ({ graph, id }) => {
    delete graph[id];
  },
  "another saving node": ({ graph, random }) => {
    const source = random.pick(Object.keys(graph)) ?? "1";
    graph["500"] = { class_type: "SaveImage", inputs: { images: [source, 0], filename_prefix: "more" } };
  },
};

/**
 * Changes after which a node is no longer one. They are made alone: then every node still belongs to an output, so that
 * the server refuses the graph. It must not run a graph with such a node.
 */
const alone = new Set(["other inputs", "no inputs", "another node", "a node less", "no class"]);

/** A copy of a valid graph with one or two changes, and their names. */
export function mutate(graph: Graph, objectInfo: ObjectInfo, random: Random): { graph: AnyGraph; changes: string[] } {
  const copy: AnyGraph = structuredClone(graph);
  const changes: string[] = [];
  const count = random.next() < 0.75 ? 1 : 2;
  const names = Object.keys(mutations).filter((name) => count === 1 || !alone.has(name));
  for (let made = 0; made < count; made++) {
    const id = random.pick(Object.keys(copy));
    const change = random.pick(names);
    const node = id === undefined ? undefined : copy[id];
    if (id === undefined || change === undefined || !isRecord(node)) continue;
    const inputs = isRecord(node["inputs"]) ? node["inputs"] : undefined;
    const classType = node["class_type"];
    if (!inputs || typeof classType !== "string") continue;
    node["inputs"] = inputs;
    mutations[change]?.({ graph: copy, id, node: node as unknown as GraphNode, random, objectInfo });
    changes.push(change);
  }
  return { graph: copy, changes };
}
