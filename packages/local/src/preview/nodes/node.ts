import type { Folders } from "../files.ts";
import type { Painter } from "../painter.ts";
import type { Picture } from "../picture.ts";
import type { Inputs, Value } from "../values.ts";

/** A file that a node has written, in the shape of ComfyUI's history. */
export interface SavedFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: "output" | "temp";
}

/** Context of a running node. */
export interface NodeContext {
  readonly folders: Folders;
  readonly painter: Painter;
  /** Prefix of this server's temporary file names. */
  readonly tempPrefix: string;
  /** Throws if the prompt was interrupted. */
  readonly throwIfInterrupted: () => void;
  /** Reports a sampler's progress, sends its preview if the client wants one, and waits if the prompt is paced. */
  readonly step: (value: number, max: number, preview: () => Promise<Picture>) => Promise<void>;
  /** Whether prompts take a fixed duration; painting is then kept cheap. */
  readonly paced: boolean;
}

/** Result of a node: one value per output, and the saved files of an output node. */
export interface NodeResult {
  readonly values: readonly Value[];
  readonly ui?: { readonly images: readonly SavedFile[] };
}

export type NodeRunner = (inputs: Inputs, context: NodeContext) => Promise<NodeResult>;

/** A node class: its declaration for `/object_info`, and its implementation. */
export interface NodeClass {
  readonly info: Readonly<Record<string, unknown>>;
  readonly run: NodeRunner;
}

const choice = (...options: readonly string[]) => [options] as const;

/** Input declarations in the shape of `/object_info`. */
export const declare = {
  choice,
  int: (initial: number, min: number, max: number, step = 1) => ["INT", { default: initial, min, max, step }] as const,
  float: (initial: number, min: number, max: number, step: number) =>
    ["FLOAT", { default: initial, min, max, step }] as const,
  image: ["IMAGE"] as const,
  mask: ["MASK"] as const,
  size: ["INT", { default: 512, min: 0, max: 16384, step: 1 }] as const,
  upscale: choice("nearest-exact", "bilinear", "area", "bicubic", "lanczos"),
  crop: choice("disabled", "center"),
};

interface Declaration {
  readonly title: string;
  readonly category: string;
  readonly required: Readonly<Record<string, unknown>>;
  readonly optional?: Readonly<Record<string, unknown>>;
  readonly output: readonly string[];
}

/** Defines a node class. One without outputs is an output node with the usual hidden inputs. */
export const defineNode = (name: string, declaration: Declaration, run: NodeRunner): [string, NodeClass] => {
  const { title, category, required, optional, output } = declaration;
  const hidden = output.length === 0 ? { prompt: "PROMPT", extra_pnginfo: "EXTRA_PNGINFO" } : undefined;
  const input = { required, ...(optional ? { optional } : {}), ...(hidden ? { hidden } : {}) };
  const info = {
    input,
    input_order: Object.fromEntries(Object.entries(input).map(([group, inputs]) => [group, Object.keys(inputs)])),
    is_input_list: false,
    output,
    output_is_list: output.map(() => false),
    output_name: output,
    name,
    display_name: title,
    description: "",
    python_module: "nodes",
    category,
    output_node: output.length === 0,
    search_aliases: [],
    api_node: false,
    deprecated: false,
  };
  return [name, { info, run }];
};
