import { getOwn, isLink, listLinks, type Graph, type GraphNode } from "./graph.ts";
import { KnownValues } from "./known/known-values.ts";

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

/** Size of an input file. A picture has one frame; an animation or a video has several. */
export interface FileSize {
  width: number;
  height: number;
  frames: number;
}

const UNKNOWN: Size = { width: 1024, height: 1024, batch: 1 };
const MAX_PIXELS = 1e13;
const MAX_STEPS = 1e6;
/** Maximum number of links to follow; in practice sizes are found earlier. */
const MAX_DEPTH = 64;

const LATENTS = ["latent_image", "latent", "samples"];
const PICTURES = ["pixels", "image", "images", "video", "upscaled", "destination", "image1"];
/** Inputs that limit how many frames of a video or batch are used; 0 means no limit. */
const FRAME_LIMITS = ["frame_load_cap"];
const FACTORS = ["scale_by", "upscale_by", "scale_factor", "upscale_factor", "resize_type.multiplier"];
const BATCHES = ["batch_size", "amount"];
/** Classes for which these do not multiply the batch: parts to work on at once, or a length to cut off. */
const NOT_MULTIPLIED = new Set([
  "RebatchImages",
  "RebatchLatents",
  "LatentCut",
  "SDPoseKeypointExtractor",
  "MoGeInference",
  "MoGePanoramaInference",
]);
/** Classes whose output has the pictures of all their inputs, one after the other. */
const JOINING = new Set(["BatchImagesNode", "BatchMasksNode", "BatchLatentsNode", "ImageBatch", "LatentBatch"]);
const FRAMES = ["length", "video_frames", "num_frames", "frames_number", "frames"];
/** Pairs of width and height; sizes of tiles, lines and others are not sizes of an image. */
const SIDES = [
  ["width", "height"],
  ["target_width", "target_height"],
  ["final_width", "final_height"],
  ["output_width", "output_height"],
  ["canvas_width", "canvas_height"],
  ["resize_type.width", "resize_type.height"],
] as const;

/**
 * Computes the work of a graph, for estimates: its samplers' steps, and the size of what they process, followed
 * upstream to a literal size or to a file (`files`: value of the file input → its size and frames). Without samplers the largest
 * image counts. Returns whole numbers; an unknown size counts as one megapixel.
 */
export function measureWork(graph: Graph, files: ReadonlyMap<string, FileSize>): Work {
  const known = new Sizes(graph, files);
  const samplers = Object.values(graph).flatMap((node) => {
    const steps = findSteps(graph, known.values, node);
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

/** The largest batch of images of a graph, and the node that makes it. */
export interface LargestBatch extends Size {
  nodeId: string;
  /** width × height × batch, video frames included. */
  pixels: number;
}

/**
 * Finds the largest batch of images or latents, as far as the graph says its size: from numbers, primitives and files
 * (value of the file input → its size). Undefined if it says none.
 */
export function findLargestBatch(graph: Graph, files: ReadonlyMap<string, FileSize>): LargestBatch | undefined {
  const known = new Sizes(graph, files);
  let largest: LargestBatch | undefined;
  for (const nodeId of Object.keys(graph)) {
    const size = known.of(nodeId);
    if (!size) continue;
    const pixels = size.width * size.height * size.batch;
    if (pixels > (largest?.pixels ?? 0)) largest = { nodeId, ...size, pixels };
  }
  return largest;
}

/**
 * The steps of a sampler, or of the scheduler that its `sigmas` come from, which may be split or reordered in between.
 */
function findSteps(graph: Graph, values: KnownValues, node: GraphNode): number | undefined {
  const steps = readPositive(values, node.inputs["steps"]);
  if (steps !== undefined) return steps;
  let { sigmas } = node.inputs;
  for (let depth = 0; depth < MAX_DEPTH && isLink(sigmas); depth++) {
    const scheduler = getOwn(graph, sigmas[0]);
    const found = readPositive(values, scheduler?.inputs["steps"]);
    if (found !== undefined) return found;
    sigmas = scheduler?.inputs["sigmas"];
  }
  return undefined;
}

/** Computes sizes of nodes' outputs. Each node is visited once, so that a graph with many paths takes no longer. */
class Sizes {
  readonly #graph: Graph;
  readonly #files: ReadonlyMap<string, FileSize>;
  readonly #known = new Map<string, Size | undefined>();
  readonly values: KnownValues;

  constructor(graph: Graph, files: ReadonlyMap<string, FileSize>) {
    this.#graph = graph;
    this.#files = files;
    this.values = new KnownValues(graph, ([id]) => this.of(id));
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
    if (JOINING.has(node.class_type)) return this.#join(node, depth);
    const batch = NOT_MULTIPLIED.has(node.class_type) ? undefined : this.#readFirst(node, BATCHES);
    const frames = this.#readFirst(node, FRAMES) ?? 1;
    for (const [horizontal, vertical] of SIDES) {
      const [width, height] = [this.#read(node, horizontal), this.#read(node, vertical)];
      if (width !== undefined && height !== undefined)
        return { width, height, batch: (batch ?? this.#behind(node, depth)?.batch ?? 1) * frames };
    }
    const file = Object.values(inputs).find((value) => typeof value === "string" && this.#files.has(value));
    const known = typeof file === "string" ? this.#files.get(file) : undefined;
    if (known) {
      const limit = this.#readFirst(node, FRAME_LIMITS) ?? Infinity;
      return { width: known.width, height: known.height, batch: Math.min(known.frames, limit) * (batch ?? 1) };
    }
    const found = this.#behind(node, depth);
    if (!found) return undefined;
    const megapixels = this.#read(node, "megapixels");
    const factor =
      megapixels === undefined
        ? (this.#readFirst(node, FACTORS) ?? 1)
        : Math.sqrt((megapixels * 1024 * 1024) / (found.width * found.height));
    return { width: found.width * factor, height: found.height * factor, batch: found.batch * (batch ?? 1) };
  }

  /** The first known size of what a node joins, which resizes the others to it, with all of their pictures. */
  #join(node: GraphNode, depth: number): Size | undefined {
    const joined = listLinks(node).flatMap(({ link }) => this.of(link[0], depth + 1) ?? []);
    const [first] = joined;
    return first && { ...first, batch: joined.reduce((sum, { batch }) => sum + batch, 0) };
  }

  #read({ inputs }: GraphNode, name: string): number | undefined {
    return readPositive(this.values, inputs[name]);
  }

  #readFirst(node: GraphNode, names: readonly string[]): number | undefined {
    return names.map((name) => this.#read(node, name)).find((value) => value !== undefined);
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

/** A number above zero as ComfyUI reads it: also from a text, or from what nodes compute of numbers in the graph. */
function readPositive(values: KnownValues, value: unknown): number | undefined {
  const number = values.readNumber(value);
  return number !== undefined && number > 0 ? Math.min(number, MAX_PIXELS) : undefined;
}
