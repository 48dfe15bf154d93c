import { type Graph, type GraphNode, isLink, type Link, linksOf, own } from "./graph.ts";

type Files = ReadonlyMap<string, { width: number; height: number }>;
interface Size {
  readonly width: number;
  readonly height: number;
}
/** What the nodes passed on the way upstream do to a size. With width and height both set the source does not matter. */
interface Change {
  readonly width?: number;
  readonly height?: number;
  readonly scale: number;
  readonly batch: number;
}

const maxPixels = 1e10;
const maxSteps = 1e6;
const unknownPixels = 1024 * 1024;
/** Links followed for one graph, so that thousands of samplers on one long chain do not take for ever. */
const maxVisits = 100_000;

const latentName = /^([a-z0-9]+_)*latents?(_image|_in|_samples)?$|^samples[12]?$/;
const notPicture =
  /model|vae|clip|cond|positive|negative|control_net|guider|noise|^sampler$|sigmas|seed|prompt|text|steps|denoise/;
const scaleNames = ["scale_by", "upscale_by", "upscale_factor", "scale_factor", "rescale_factor"];

/** A literal, or the one of the primitive node behind a link; undefined unless it is above zero. */
function positive(graph: Graph, node: GraphNode, input: string): number | undefined {
  let value = own(node.inputs, input);
  for (let hops = 0; isLink(value) && hops < 8; hops++) value = own(own(graph, value[0])?.inputs ?? {}, "value");
  return typeof value === "number" && value > 0 ? Math.min(value, maxPixels) : undefined;
}

/** Change by the nodes so far, for a source of this size. A side that is not known is NaN. */
function resolve(change: Change, source: Size): Size {
  const { width, height, scale } = change;
  if (width !== undefined && height !== undefined) return { width, height };
  if (width !== undefined) return { width, height: (source.height * width) / source.width };
  if (height !== undefined) return { width: (source.width * height) / source.height, height };
  return { width: source.width * scale, height: source.height * scale };
}

/** The change with that of one more node before it. */
function before(graph: Graph, node: GraphNode, change: Change): Change {
  const repeats = /^Repeat/.test(node.class_type) ? positive(graph, node, "amount") : undefined;
  const times = Math.max(1, Math.trunc(positive(graph, node, "batch_size") ?? repeats ?? 1));
  const batch = Math.min(change.batch * times, maxPixels);
  const width = positive(graph, node, "width");
  const height = positive(graph, node, "height");
  if (width !== undefined && height !== undefined)
    return { ...change, ...resolve(change, { width, height }), batch };
  if (change.width !== undefined || change.height !== undefined) return { ...change, batch };
  if (width !== undefined) return { ...change, width: width * change.scale, batch };
  if (height !== undefined) return { ...change, height: height * change.scale, batch };
  const factor = scaleNames.map((name) => positive(graph, node, name)).find((found) => found !== undefined) ?? 1;
  return { ...change, scale: Math.min(Math.max(change.scale * factor, 1e-5), 1e5), batch };
}

function fileOf(node: GraphNode, files: Files): Size | undefined {
  const found = Object.values(node.inputs).flatMap((value) => (typeof value === "string" ? (files.get(value) ?? []) : []));
  return found.find(({ width, height }) => width > 0 && height > 0);
}

/** Where a node's picture comes from, likeliest first. */
function sources(node: GraphNode): Link[] {
  const rank = (name: string) => {
    if (latentName.test(name)) return 0;
    if (name === "pixels") return 1;
    if (/image|^destination$/.test(name)) return 2;
    return name.includes("mask") ? 4 : 3;
  };
  const links = linksOf(node).filter(({ input }) => !notPicture.test(input));
  return links.sort((a, b) => rank(a.input) - rank(b.input)).map(({ link }) => link);
}

/** Pixels that flow through a link, batch included: depth first, each node once, until a size is known. */
function pixelsBehind(graph: Graph, files: Files, start: Link, visits: { left: number }): number {
  const seen = new Set<string>();
  const waiting: { id: string; change: Change }[] = [{ id: start[0], change: { scale: 1, batch: 1 } }];
  let batch: number | undefined;
  for (let next = waiting.pop(); next && visits.left > 0; next = waiting.pop()) {
    visits.left--;
    const node = seen.has(next.id) ? undefined : own(graph, next.id);
    seen.add(next.id);
    const change = node ? before(graph, node, next.change) : next.change;
    const file = node && fileOf(node, files);
    const links = node && !file ? sources(node) : [];
    waiting.push(...links.map(([id]) => ({ id, change })).reverse());
    if (links.length > 0) continue;
    const { width, height } = resolve(change, file ?? { width: Number.NaN, height: Number.NaN });
    const pixels = width * height * change.batch;
    if (!Number.isNaN(pixels)) return pixels;
    batch ??= change.batch;
  }
  return unknownPixels * (batch ?? 1);
}

/** Steps of a scheduler somewhere behind `sigmas`: splitters and the like hand them on. */
function scheduledSteps(graph: Graph, node: GraphNode): number {
  const seen = new Set<string>();
  for (let link = own(node.inputs, "sigmas"); isLink(link) && !seen.has(link[0]); ) {
    seen.add(link[0]);
    const behind = own(graph, link[0]);
    if (!behind) return 0;
    const steps = positive(graph, behind, "steps");
    if (steps !== undefined) return steps;
    link = own(behind.inputs, "sigmas");
  }
  return 0;
}

const whole = (value: number, least: number, most: number): number =>
  Number.isNaN(value) ? least : Math.min(Math.max(Math.round(value), least), most);

/**
 * How much work a graph is, for estimates. Never throws and always ends, whatever the graph.
 *
 * @param files Size in pixels of each file that the graph may name.
 * @returns `pixels` of one pass, batch included, of the largest sampler chain (without a sampler: the largest file's),
 * at most 1e10, 1024 × 1024 where unknown; `steps` of all samplers together, at most 1e6. Both whole.
 */
export function workOf(graph: Graph, files: Files): { pixels: number; steps: number } {
  const known = new Map<string, number>();
  const visits = { left: maxVisits };
  let steps = 0;
  for (const node of Object.values(graph)) {
    const latents = linksOf(node).filter(({ input }) => latentName.test(input));
    const [latent] = latents;
    if (!latent || !(Object.hasOwn(node.inputs, "steps") || isLink(own(node.inputs, "sigmas")))) continue;
    steps += Math.min(positive(graph, node, "steps") ?? scheduledSteps(graph, node), maxSteps);
    const start = latent.link;
    known.set(start[0], known.get(start[0]) ?? pixelsBehind(graph, files, start, visits));
  }
  const largest = (pixels: Iterable<number>) => [...pixels].reduce((a, b) => Math.max(a, b), 0);
  const pictures = [...files.values()].filter(({ width, height }) => width > 0 && height > 0);
  const pixels = known.size > 0 ? largest(known.values()) : largest(pictures.map((p) => p.width * p.height));
  return { pixels: whole(pixels || unknownPixels, 1, maxPixels), steps: whole(steps, 0, maxSteps) };
}
