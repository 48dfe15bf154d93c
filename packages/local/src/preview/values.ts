import type { Mask, Picture } from "./picture.ts";

/** Output of a text encoder: the text, and the strength of the LoRAs. */
export interface Conditioning {
  readonly text: string;
}

/** A latent: painted or unpainted pictures; an `empty` one has none yet. */
export interface Latent {
  readonly width: number;
  readonly height: number;
  readonly batch: number;
  readonly pictures: readonly Picture[];
  /** Whether it passed a sampler: such pictures are stamped when they are decoded. */
  readonly painted: boolean;
}

/** The value of a link. */
export type Value =
  | { readonly type: "IMAGE"; readonly frames: readonly Picture[] }
  | { readonly type: "MASK"; readonly frames: readonly Mask[] }
  | { readonly type: "LATENT"; readonly latent: Latent }
  | { readonly type: "MODEL"; readonly loras: readonly string[] }
  | { readonly type: "CLIP"; readonly loras: readonly string[] }
  | { readonly type: "VAE" }
  | { readonly type: "CONDITIONING"; readonly conditioning: Conditioning };

type ValueOf<T extends Value["type"]> = Extract<Value, { type: T }>;

/** Error of a node at run time; reported with the type that ComfyUI would raise. */
export class NodeError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The inputs of a node with resolved links; validation has already checked their types. */
export class Inputs {
  readonly #values: ReadonlyMap<string, Value>;
  readonly #plain: Readonly<Record<string, unknown>>;

  constructor(values: ReadonlyMap<string, Value>, plain: Readonly<Record<string, unknown>>) {
    this.#values = values;
    this.#plain = plain;
  }

  getLinked<T extends Value["type"]>(name: string, type: T): ValueOf<T> {
    const value = this.findLinked(name, type);
    if (!value) throw new NodeError("TypeError", `missing required argument: '${name}'`);
    return value;
  }

  findLinked<T extends Value["type"]>(name: string, type: T): ValueOf<T> | undefined {
    const value = this.#values.get(name);
    const isExpected = (v: Value): v is ValueOf<T> => v.type === type;
    return value && isExpected(value) ? value : undefined;
  }

  getImages(name: string): readonly Picture[] {
    const { frames } = this.getLinked(name, "IMAGE");
    if (frames.length === 0) throw new NodeError("IndexError", "index 0 is out of bounds for dimension 0 with size 0");
    return frames;
  }

  getNumber(name: string): number {
    const value = this.#plain[name];
    // A seed beyond 2^53 is a text; a picture painted from its rounded value is as good.
    if (typeof value === "string" && /^-?\d{16,}$/.test(value)) return Number(value);
    if (typeof value !== "number") throw new NodeError("TypeError", `'${name}' is not a number`);
    return value;
  }

  getText(name: string): string {
    const value = this.#plain[name];
    if (typeof value !== "string") throw new NodeError("TypeError", `'${name}' is not a string`);
    return value;
  }

  getFlag(name: string): boolean {
    return this.#plain[name] === true;
  }
}
