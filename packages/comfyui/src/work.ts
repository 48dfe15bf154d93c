import { isLink, getOwn, type Graph, type GraphNode } from "./graph.ts";

/** Size of a graph's computation: pixels of one pass, including the batch, and the steps of all samplers. */
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
/** Maximum number of links to follow; in practice sizes are found earlier. */
const MAX_DEPTH = 64;

const LATENTS = ["latent_image", "latent", "samples"];
const PICTURES = ["pixels", "image", "images", "upscaled", "destination", "image1"];
const FACTORS = ["scale_by", "upscale_by", "scale_factor", "upscale_factor"];

/**
 * Computes the work of a graph, for estimates: its samplers' steps, and the size of what they process, followed
 * upstream to a literal size or to a file (`files`: value of the file input → its size). Without samplers the largest
 * image counts. Returns whole numbers; an unknown size counts as one megapixel.
 */
export function measureWork(graph: Graph, files: ReadonlyMap<string, { width: number; height: number }>): Work {
  const known = new Sizes(graph, files);
  const samplers = Object.values(graph).flatMap((node) => {
    const steps = findSteps(graph, node);
    const latent = LATENTS.map((name) => node.inputs[name]).find(isLink);
    return steps === undefined || latent === undefined ? [] : [{ steps, size: known.of(latent[0]) }];
  });
  const sizes =
    samplers.length > 0
      ? samplers.map(({ size }) => size ?? UNKNOWN)
      : Object.keys(graph).flatMap((id) => known.of(id) ?? []);
  const pixels = Math.max(0, ...sizes.map(({ width, height, batch }) => width * height * batch));
  const steps = samplers.reduce((sum, one) => sum + one.steps, 0);
  return {
    pixels: Math.min(MAX_PIXELS, Math.ceil(pixels === 0 ? UNKNOWN.width * UNKNOWN.height : pixels)),
    steps: Math.min(MAX_STEPS, Math.round(steps)),
  };
}

/**
 * The steps of a sampler, or of the scheduler that its `sigmas` come from, which may be split or reordered in between.
 */
function findSteps(graph: Graph, node: GraphNode): number | undefined {
  const steps = toPositive(node.inputs["steps"]);
  if (steps !== undefined) return steps;
  let { sigmas } = node.inputs;
  for (let depth = 0; depth < MAX_DEPTH && isLink(sigmas); depth++) {
    const scheduler = getOwn(graph, sigmas[0]);
    const found = toPositive(scheduler?.inputs["steps"]);
    if (found !== undefined) return found;
    sigmas = scheduler?.inputs["sigmas"];
  }
  return undefined;
}

/** Computes sizes of nodes' outputs. Each node is visited once, so that a graph with many paths takes no longer. */
class Sizes {
  readonly #graph: Graph;
  readonly #files: ReadonlyMap<string, { width: number; height: number }>;
  readonly #known = new Map<string, Size | undefined>();

  constructor(graph: Graph, files: ReadonlyMap<string, { width: number; height: number }>) {
    this.#graph = graph;
    this.#files = files;
  }

  of(id: string, depth = 0): Size | undefined {
    if (this.#known.has(id) || depth > MAX_DEPTH) return this.#known.get(id);
    // On a cycle, the node itself has no size yet.
    this.#known.set(id, undefined);
    const node = getOwn(this.#graph, id);
    const size = node && this.#measure(node, depth);
    this.#known.set(id, size);
    return size;
  }

  #measure(node: GraphNode, depth: number): Size | undefined {
    const { inputs } = node;
    const batch = toPositive(inputs["batch_size"]) ?? toPositive(inputs["amount"]);
    const [width, height] = [toPositive(inputs["width"]), toPositive(inputs["height"])];
    if (width !== undefined && height !== undefined) {
      const frames = toPositive(inputs["length"]) ?? 1;
      return { width, height, batch: (batch ?? this.#behind(node, depth)?.batch ?? 1) * frames };
    }
    const file = Object.values(inputs).find((value) => typeof value === "string" && this.#files.has(value));
    const known = typeof file === "string" ? this.#files.get(file) : undefined;
    if (known) return { ...known, batch: batch ?? 1 };
    const found = this.#behind(node, depth);
    if (!found) return undefined;
    const factor = FACTORS.map((name) => toPositive(inputs[name])).find((value) => value !== undefined) ?? 1;
    return { width: found.width * factor, height: found.height * factor, batch: found.batch * (batch ?? 1) };
  }

  /** The size of a node's first image or latent with a known size. */
  #behind({ inputs }: GraphNode, depth: number): Size | undefined {
    for (const name of [...LATENTS, ...PICTURES]) {
      const link = inputs[name];
      const found = isLink(link) ? this.of(link[0], depth + 1) : undefined;
      if (found) return found;
    }
    return undefined;
  }
}

const toPositive = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.min(value, MAX_PIXELS) : undefined;
