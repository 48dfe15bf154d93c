import { isLink, own, type Graph, type GraphNode } from "./graph.ts";

/** How much a graph is to compute: pixels of one pass, batch included, and the steps of all its samplers. */
export interface Work {
  pixels: number;
  steps: number;
}

interface Size {
  width: number;
  height: number;
  batch: number;
}

const UNKNOWN: Size = { width: 1024, height: 1024, batch: 1 };
const MAX_PIXELS = 1e10;
const MAX_STEPS = 1e6;
/** Links are followed this far; longer chains say nothing more of a size. */
const MAX_DEPTH = 64;

const LATENTS = ["latent_image", "latent", "samples"];
const PICTURES = ["pixels", "image", "images", "upscaled", "destination", "image1"];
const FACTORS = ["scale_by", "upscale_by", "scale_factor"];

/**
 * The work of a graph, for estimates: its samplers' steps, and the size of what they work on, followed upstream to a
 * literal size or to a file (`files`: value of the file input → its size). Without samplers the largest picture counts.
 * Whole numbers; what cannot be told counts as one megapixel.
 */
export function workOf(graph: Graph, files: ReadonlyMap<string, { width: number; height: number }>): Work {
  const samplers = Object.values(graph).flatMap((node) => {
    const steps = stepsOf(graph, node);
    const latent = LATENTS.map((name) => node.inputs[name]).find(isLink);
    return steps === undefined || latent === undefined ? [] : [{ steps, size: sizeAt(graph, latent, files, 0) }];
  });
  const sizes =
    samplers.length > 0
      ? samplers.map(({ size }) => size ?? UNKNOWN)
      : Object.keys(graph).flatMap((id) => sizeAt(graph, [id, 0], files, 0) ?? []);
  const pixels = Math.max(0, ...sizes.map(({ width, height, batch }) => width * height * batch));
  const steps = samplers.reduce((sum, one) => sum + one.steps, 0);
  return {
    pixels: Math.min(MAX_PIXELS, Math.ceil(pixels === 0 ? UNKNOWN.width * UNKNOWN.height : pixels)),
    steps: Math.min(MAX_STEPS, Math.round(steps)),
  };
}

/** A sampler's own steps, or those of the scheduler behind its `sigmas`. */
function stepsOf(graph: Graph, node: GraphNode): number | undefined {
  const steps = positive(node.inputs["steps"]);
  if (steps !== undefined) return steps;
  const { sigmas } = node.inputs;
  return isLink(sigmas) ? positive(own(graph, sigmas[0])?.inputs["steps"]) : undefined;
}

function sizeAt(
  graph: Graph,
  link: readonly [string, number],
  files: ReadonlyMap<string, { width: number; height: number }>,
  depth: number,
): Size | undefined {
  const node = own(graph, link[0]);
  if (!node || depth > MAX_DEPTH) return undefined;
  const batch = positive(node.inputs["batch_size"]) ?? positive(node.inputs["amount"]);
  const [width, height] = [positive(node.inputs["width"]), positive(node.inputs["height"])];
  if (width !== undefined && height !== undefined) {
    const frames = positive(node.inputs["length"]) ?? 1;
    return { width, height, batch: (batch ?? behind(graph, node, files, depth)?.batch ?? 1) * frames };
  }
  const file = Object.values(node.inputs).find((value) => typeof value === "string" && files.has(value));
  const known = typeof file === "string" ? files.get(file) : undefined;
  if (known) return { ...known, batch: batch ?? 1 };
  const found = behind(graph, node, files, depth);
  if (!found) return undefined;
  const factor = FACTORS.map((name) => positive(node.inputs[name])).find((value) => value !== undefined) ?? 1;
  return { width: found.width * factor, height: found.height * factor, batch: found.batch * (batch ?? 1) };
}

/** The size of what a node works on: of its first picture or latent that has one. */
function behind(
  graph: Graph,
  node: GraphNode,
  files: ReadonlyMap<string, { width: number; height: number }>,
  depth: number,
): Size | undefined {
  for (const name of [...LATENTS, ...PICTURES]) {
    const link = node.inputs[name];
    const found = isLink(link) ? sizeAt(graph, link, files, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

const positive = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.min(value, MAX_PIXELS) : undefined;
