import { findLargestBatch, getOwn, type FileSize, type Graph } from "@pegbar/comfyui";
import type { WorkloadClass } from "../../contract/index.ts";
import type { ProblemDetail } from "../../platform/error/index.ts";

/** What a class of workers can hold. */
export interface ClassLimit {
  class: WorkloadClass;
  /** Maximum width × height × batch, video frames included. */
  maxPixels: number;
}

const count = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const toMegapixels = (pixels: number): string => `${count.format(Math.ceil(pixels / 1e6))} megapixels`;

/** The problem of a graph that holds more pixels at once than its class has memory for. */
export function findSizeProblem(
  graph: Graph,
  files: ReadonlyMap<string, FileSize>,
  limit: ClassLimit,
): ProblemDetail | undefined {
  const largest = findLargestBatch(graph, files);
  if (!largest || largest.pixels <= limit.maxPixels) return undefined;
  const { nodeId, width, height, batch } = largest;
  const [across, down, images] = [width, height, batch].map((value) => count.format(value));
  return {
    code: "too_large",
    node: nodeId,
    classType: getOwn(graph, nodeId)?.class_type ?? "",
    message: `${images} images of ${across} × ${down} are ${toMegapixels(largest.pixels)}, and a worker of class ${limit.class} holds ${toMegapixels(limit.maxPixels)}`,
    remedy: "Use a smaller size or fewer images, split the frames into several jobs, or use a larger class.",
    pointer: `/graph/${nodeId.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  };
}
