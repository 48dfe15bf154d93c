import { getOwn, isLink, unwrapValue, type Graph, type GraphNode } from "../graph.ts";
import { toFloat, toInt } from "../python.ts";
import { evaluateExpression, roundHalfToEven } from "./expression.ts";

/** A value of a graph's input, as its node gets it. */
export type KnownValue = number | string | boolean;

/** Size of what an output holds, of which `GetImageSize` gives the numbers. */
export interface KnownSize {
  width: number;
  height: number;
  batch: number;
}

/** Maximum number of links to follow. */
const MAX_DEPTH = 64;
/** Maximum length of a text that is put together. */
const MAX_TEXT = 100_000;

type Compute = (
  read: (name: string) => KnownValue | undefined,
  output: number,
  node: GraphNode,
) => KnownValue | undefined;

const readValue: Compute = (read) => read("value");

/** Core classes whose outputs follow from their inputs alone (ComfyUI 0.33, comfy_extras). */
const classes: Readonly<Record<string, Compute>> = {
  PrimitiveInt: (read) => toNumber(toInt, read("value")),
  PrimitiveFloat: (read) => toNumber(toFloat, read("value")),
  PrimitiveBoolean: readValue,
  PrimitiveString: readValue,
  PrimitiveStringMultiline: readValue,
  CustomCombo: (read, output) => read(output === 0 ? "choice" : "index"),
  ComfyNumberConvert: (read, output) => toNumber(output === 0 ? toFloat : toInt, read("value")),
  ComfySwitchNode: (read) => {
    const isOn = read("switch");
    return isOn === undefined ? undefined : read(isOn ? "on_true" : "on_false");
  },
  ComfyMathExpression: (read, output, { inputs }) => {
    const names = Object.keys(inputs).flatMap((name) => {
      const value = name.startsWith("values.") ? toNumber(toFloat, read(name)) : undefined;
      return value === undefined ? [] : [[name.slice("values.".length), value] as const];
    });
    const value = evaluateExpression(String(read("expression") ?? ""), new Map(names));
    if (value === undefined || output === 0) return value;
    return output === 1 ? Math.trunc(value) : value !== 0;
  },
  ResolutionSelector: (read, output) => {
    const [across, down] = (/^(\d+):(\d+) /.exec(String(read("aspect_ratio"))) ?? []).slice(1).map(Number);
    const [megapixels, multiple] = [toNumber(toFloat, read("megapixels")), toNumber(toInt, read("multiple"))];
    if (!across || !down || megapixels === undefined || !multiple) return undefined;
    const scale = Math.sqrt((megapixels * 1024 * 1024) / (across * down));
    return roundHalfToEven(((output === 0 ? across : down) * scale) / multiple) * multiple;
  },
  // The editor shows the text; the output is Python's str().
  PreviewAny: (read) => {
    const value = read("source");
    return typeof value === "string" || Number.isSafeInteger(value) ? String(value) : undefined;
  },
  StringConcatenate: (read) => {
    const texts = [read("string_a"), read("delimiter"), read("string_b")];
    return texts.every((one) => typeof one === "string") ? limit(texts.join("")) : undefined;
  },
  StringReplace: (read) => {
    const [text, find, replace] = [read("string"), read("find"), read("replace")];
    if (typeof text !== "string" || typeof find !== "string" || typeof replace !== "string" || find === "")
      return undefined;
    return limit(text.split(find).join(replace));
  },
};

const limit = (text: string): string | undefined => (text.length <= MAX_TEXT ? text : undefined);

const toNumber = (convert: typeof toInt | typeof toFloat, value: KnownValue | undefined): number | undefined => {
  const converted = value === undefined ? undefined : convert(value);
  const number = converted && "value" in converted ? Number(converted.value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

/**
 * What a graph says about its values before it runs: literals, primitives, and what core classes compute from these. Each output
 * is computed once, so that a graph with many paths takes no longer.
 */
export class KnownValues {
  readonly #graph: Graph;
  readonly #readSize: (link: readonly [string, number]) => KnownSize | undefined;
  readonly #known = new Map<string, KnownValue | undefined>();

  /** @param readSize the size of an image, for `GetImageSize` */
  constructor(graph: Graph, readSize: (link: readonly [string, number]) => KnownSize | undefined = () => undefined) {
    this.#graph = graph;
    this.#readSize = readSize;
  }

  /** The value of an input that is given as in the graph; undefined if it is computed, or neither number, text nor boolean. */
  read(value: unknown, depth = 0): KnownValue | undefined {
    if (!isLink(value)) return toKnown(unwrapValue(value));
    const key = `${value[1]} ${value[0]}`;
    if (this.#known.has(key) || depth > MAX_DEPTH) return this.#known.get(key);
    // On a circle, an output has no value yet.
    this.#known.set(key, undefined);
    const found = this.#compute(value, depth);
    this.#known.set(key, found);
    return found;
  }

  /** The same as a number; undefined if ComfyUI converts it to none, or to one that is not finite. */
  readNumber(value: unknown): number | undefined {
    return toNumber(toFloat, this.read(value));
  }

  #compute([id, output]: readonly [string, number], depth: number): KnownValue | undefined {
    const node = getOwn(this.#graph, id);
    if (!node) return undefined;
    const { image } = node.inputs;
    if (node.class_type === "GetImageSize") {
      const size = isLink(image) ? this.#readSize(image) : undefined;
      return size && [size.width, size.height, size.batch][output];
    }
    const compute = getOwn(classes, node.class_type);
    return compute?.((name) => this.read(node.inputs[name], depth + 1), output, node);
  }
}

const toKnown = (value: unknown): KnownValue | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
