import type { CustomNode, ImageSnapshot } from "../custom-node.ts";
import { parseObjectInfo, type NodeSpec, type ObjectInfo } from "../object-info.ts";
import { getCoreReviews, reviewedVersion } from "./core-reviews.ts";
import { findReview, getCustomNodeName } from "./find-review.ts";
import { listTextInputs, listReviewedTextInputs } from "./text-inputs.ts";

/** Classes that may not run because nobody has reviewed them. Those of paid services are refused as a kind. */
export const listUnreviewedClasses = (
  objectInfo: ObjectInfo,
  customNodes: readonly CustomNode[],
): readonly NodeSpec[] =>
  [...objectInfo.values()].filter((spec) => !spec.apiNode && findReview(spec, customNodes) === undefined);

/** Inputs of ComfyUI's own classes that take any text, as file names and expressions do, and that no review has seen. */
const findNewTextInputs = (objectInfo: ObjectInfo): string[] => {
  const reviewed = listReviewedTextInputs();
  return [...objectInfo.values()]
    .filter((spec) => !spec.apiNode && getCustomNodeName(spec) === undefined && getCoreReviews().has(spec.classType))
    .flatMap((spec) => {
      const added = listTextInputs(spec).filter((name) => reviewed.get(spec.classType)?.has(name) !== true);
      return added.map(
        (name) =>
          `The class ${spec.classType} has a text input ${name}, which its review for ComfyUI ${reviewedVersion} does not know.`,
      );
    });
};

/**
 * Lists how an image differs from its lock and from the reviews of node classes. ComfyUI reports neither nodes whose import
 * failed nor nodes that are not in the lock.
 * @throws ZodError if `objectInfo` is malformed
 */
export function findSnapshotProblems({ customNodes, objectInfo: json }: ImageSnapshot): string[] {
  const objectInfo = parseObjectInfo(json);
  const specs = [...objectInfo.values()];
  const locked = new Map(customNodes.map((node) => [node.name, node]));
  const unknown = [...new Set(specs.map(getCustomNodeName))].filter((name) => name !== undefined && !locked.has(name));
  const unreviewed = listUnreviewedClasses(objectInfo, customNodes);
  const core = unreviewed.filter((spec) => getCustomNodeName(spec) === undefined);
  return [
    ...(locked.size < customNodes.length ? ["Two custom nodes of the lock have one name."] : []),
    ...unknown.map((name) => `The custom node ${name} is in the image and not in its lock.`),
    ...core.map(
      ({ classType }) =>
        `ComfyUI's class ${classType} has no review. This Pegbar knows ComfyUI up to ${reviewedVersion}: update Pegbar, or install an older ComfyUI.`,
    ),
    ...findNewTextInputs(objectInfo),
    ...[...locked.values()].flatMap(({ name, classes }) => {
      const own = new Set(specs.filter((spec) => getCustomNodeName(spec) === name).map(({ classType }) => classType));
      if (own.size === 0) return [`The custom node ${name} brings no class: its import failed. Read ComfyUI's log.`];
      const missing = Object.keys(classes).filter((classType) => !own.has(classType));
      return [
        ...missing.map((classType) => `${name} has no class ${classType}, which its lock reviews.`),
        ...unreviewed
          .filter((spec) => getCustomNodeName(spec) === name)
          .map(
            ({ classType }) => `${name} has the class ${classType}, which its lock does not review. Add it to classes.`,
          ),
      ];
    }),
  ];
}
