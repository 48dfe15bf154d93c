import * as z from "zod";
import { parseObjectInfo } from "./object-info.ts";

/** Custom nodes of one repository, as installed in a golden image. */
export const CustomNode = z.strictObject({
  /** Their folder below `custom_nodes`. */
  name: z.string().regex(/^[A-Za-z0-9_-]+$/),
  repository: z.url({ protocol: /^https$/ }),
  commit: z.string().regex(/^[0-9a-f]{40}$/, "a full commit: 40 hexadecimal digits"),
  /** Their forbidden classes, each with the reason for users ("it …"). */
  refused: z.record(z.string().min(1), z.string().min(1).max(200)).default({}),
});
export type CustomNode = z.output<typeof CustomNode>;

/** `nodes.lock.json`: all custom nodes of an image. Others are neither built nor started. */
export const NodesLock = z.strictObject({ nodes: z.array(CustomNode) });
export type NodesLock = z.output<typeof NodesLock>;

/** Description of an image, taken from its ComfyUI while it is built. Graphs are checked against it. */
export const ImageSnapshot = z.strictObject({
  comfyuiVersion: z.string().min(1),
  customNodes: NodesLock.shape.nodes,
  /** The response of `GET /object_info`. */
  objectInfo: z.record(z.string(), z.unknown()),
});
export type ImageSnapshot = z.output<typeof ImageSnapshot>;

const CUSTOM = /^custom_nodes\.(.+)$/;

/**
 * Lists how an image differs from its lock. ComfyUI reports neither nodes whose import failed nor nodes that are not in
 * the lock.
 * @throws ZodError if `objectInfo` is malformed
 */
export function findSnapshotProblems({ customNodes, objectInfo }: ImageSnapshot): string[] {
  const classes = Map.groupBy(parseObjectInfo(objectInfo).values(), ({ module }) => CUSTOM.exec(module)?.[1]);
  const locked = new Map(customNodes.map((node) => [node.name, node]));
  const unknown = [...classes.keys()].filter((name) => name !== undefined && !locked.has(name));
  return [
    ...(locked.size < customNodes.length ? ["Two custom nodes of the lock have one name."] : []),
    ...unknown.map((name) => `The custom node ${name} is in the image and not in its lock.`),
    ...[...locked.values()].flatMap(({ name, refused }) => {
      const own = new Set(classes.get(name)?.map(({ classType }) => classType));
      if (own.size === 0) return [`The custom node ${name} brings no class: its import failed. Read ComfyUI's log.`];
      const missing = Object.keys(refused).filter((classType) => !own.has(classType));
      return missing.map((classType) => `${name} has no class ${classType}, which its lock forbids.`);
    }),
  ];
}
