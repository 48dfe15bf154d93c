import type { CustomNode } from "../custom-node.ts";
import type { NodeSpec } from "../object-info.ts";
import type { GraphProblem } from "../problem.ts";
import { isAllowed } from "./class-kind.ts";
import type { ClassReview } from "./class-review.ts";
import { getCoreReviews } from "./core-reviews.ts";

type Declared = Pick<NodeSpec, "classType" | "module">;

const CUSTOM = /^custom_nodes\.(.+)$/;
/** A file of ComfyUI's own among the custom nodes. */
const OWN_FILE = "websocket_image_save";

/** Folder of the custom node that a class belongs to; undefined for ComfyUI's own classes. */
export function getCustomNodeName({ module }: Pick<NodeSpec, "module">): string | undefined {
  const name = CUSTOM.exec(module)?.[1];
  return name === OWN_FILE ? undefined : name;
}

/**
 * The review of a class: in the lock of its custom node, or ComfyUI's own. A custom node's class does not get the review of
 * a class of the same name.
 */
export function findReview(spec: Declared, customNodes: readonly CustomNode[]): ClassReview | undefined {
  const { classType } = spec;
  const name = getCustomNodeName(spec);
  if (name === undefined) return getCoreReviews().get(classType);
  const classes = customNodes.find((node) => node.name === name)?.classes;
  return classes !== undefined && Object.hasOwn(classes, classType) ? classes[classType] : undefined;
}

/** Why nodes of a class may not run, and what to do; undefined if they may. */
export function findRefusal(
  spec: Declared & Pick<NodeSpec, "apiNode">,
  customNodes: readonly CustomNode[],
): Pick<GraphProblem, "code" | "message" | "remedy"> | undefined {
  const refuse = (reason: string, remedy = "Remove or replace the node.") => ({
    code: "forbidden_node" as const,
    message: `Nodes of class "${spec.classType}" may not run: it ${reason}.`,
    remedy,
  });
  if (spec.apiNode) return refuse("calls a paid service outside the platform", "Use a model that is registered.");
  const review = findReview(spec, customNodes);
  if (review) return isAllowed(review) ? undefined : refuse(review.reason ?? "is not allowed here", review.replacement);
  const name = getCustomNodeName(spec);
  return {
    code: "unreviewed_node",
    message: `Nodes of class "${spec.classType}" may not run: nobody has reviewed yet what it does.`,
    remedy:
      name === undefined
        ? "Replace the node. Pegbar's next releases review new classes of ComfyUI."
        : `Replace the node, or ask an operator to review the class in nodes.lock.json, under ${name}.`,
  };
}
