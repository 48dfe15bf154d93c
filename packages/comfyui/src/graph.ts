import * as z from "zod";

/** One node of a graph in API format. */
export const GraphNode = z.object({
  class_type: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  _meta: z.object({ title: z.string().optional() }).optional(),
});
export type GraphNode = z.infer<typeof GraphNode>;

/** A ComfyUI graph in API format ("Export (API)", earlier "Save (API format)"): node id → node. */
export const Graph = z.record(z.string(), GraphNode);
export type Graph = z.infer<typeof Graph>;

/** An input fed by another node: `[node id, index of that node's output]`. */
export type Link = readonly [nodeId: string, output: number];

/**
 * Whether a value of a node's `inputs` is a link. ComfyUI accepts any array as a link; this requires a well-formed one.
 */
export const isLink = (value: unknown): value is Link =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && typeof value[1] === "number";

/** Whether a value is an object with keys: neither null nor an array. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads only own properties, so that the node ids `__proto__` and `constructor` find nothing. */
export const getOwn = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The node's name for users: its title or its class. */
export const getNodeTitle = (node: GraphNode): string => node._meta?.title ?? node.class_type;

/** Links of a node by input name. */
export const listLinks = (node: GraphNode): { input: string; link: Link }[] =>
  Object.entries(node.inputs).flatMap(([input, value]) => (isLink(value) ? [{ input, link: value }] : []));

/**
 * The value of an input: the editor wraps lists as `{"__value__": […]}`, because a plain list is a link, and ComfyUI
 * unwraps any such object.
 */
export const unwrapValue = (value: unknown): unknown =>
  isRecord(value) && Object.hasOwn(value, "__value__") ? value["__value__"] : value;

/** All texts inside of a value. */
export const listTexts = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(listTexts) : [];
};

/** A copy of a value with other texts inside. */
export const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]));
};
