import { computeFlow, type Hand, deriveHand, paintLayer } from "./brush.ts";
import { reinterpret, type Source } from "./drawing.ts";
import { type Palette, createPalette } from "./palette.ts";
import { hashText, lerp, mix, noise } from "./random.ts";
import { type Field, createScene } from "./scene.ts";

/** Input of a painting. Equal requests give equal pictures. */
export interface PaintRequest {
  /** Size of the canvas in pixels; smaller than the requested picture. */
  readonly width: number;
  readonly height: number;
  readonly positive: string;
  readonly negative: string;
  readonly seed: number;
  readonly steps: number;
  readonly cfg: number;
  readonly sampler: string;
  readonly denoise: number;
  readonly loras: readonly string[];
  /** For image-to-image. */
  readonly source?: Source;
}

/** The input picture at full size, drawn over the enlarged painting. */
export interface Finish {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly source?: Source;
}

/** A picture in progress. */
export class Painting {
  readonly #request: PaintRequest;
  readonly #palette: Palette;
  readonly #target: Field;
  readonly #canvas: Field;
  readonly #angles: Float32Array;
  readonly #hand: Hand;
  readonly #seed: number;
  #step = 0;

  constructor(request: PaintRequest) {
    const { width, height, source } = request;
    this.#request = request;
    // Seeds may exceed 32 bits.
    this.#seed = mix(request.seed % 4294967296, Math.floor(request.seed / 4294967296), hashText(request.positive));
    this.#palette = createPalette({ ...request, seed: this.#seed });
    this.#target = source
      ? reinterpret(source, width, height, this.#palette, this.#seed, 0.6 * (1 - request.denoise))
      : createScene(width, height, this.#palette, request.positive, this.#seed);
    this.#hand = deriveHand(hashText(request.sampler));
    this.#angles = computeFlow(this.#target, this.#seed, this.#hand.swirl);
    this.#canvas = this.#createGround();
  }

  /** Creates the toned, noisy ground of the canvas. */
  #createGround(): Field {
    const { width, height, source, denoise } = this.#request;
    const data = new Float32Array(width * height * 3);
    for (let i = 0; i < width * height; i++) {
      const n = noise((i % width) / 3, Math.floor(i / width) / 3, this.#seed) - 0.5;
      for (let c = 0; c < 3; c++) data[i * 3 + c] = (this.#palette.warm[120 * 3 + c] ?? 0) + n * 60;
    }
    const ground = { width, height, data };
    if (source) blend(ground, source.rgb, 1 - denoise);
    return ground;
  }

  step(): void {
    this.#step++;
    const t = this.#step / this.#request.steps;
    const { seed, ...layer } = {
      seed: this.#seed,
      canvas: this.#canvas,
      target: this.#target,
      angles: this.#angles,
      hand: this.#hand,
    };
    paintLayer({ ...layer, seed }, this.#step, t);
  }

  /** Returns a copy of the canvas. */
  copyCanvas(): Uint8Array {
    return Uint8Array.from(new Uint8ClampedArray(this.#canvas.data));
  }

  /** Adds lines and grain to the enlarged picture. */
  finish({ width, height, rgb, source }: Finish): Uint8Array {
    const out = new Uint8ClampedArray(rgb);
    const { ink } = this.#palette;
    const firm = lerp(0.95, 0.6, this.#request.denoise);
    for (let i = 0; i < width * height; i++) {
      let h = Math.imul(i ^ this.#seed, 0x9e3779b1);
      h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
      const grain = (((h ^ (h >>> 12)) & 255) / 255 - 0.5) * 7;
      const edge = source ? ((source.soft[i] ?? 0) - (source.grey[i] ?? 0)) / 255 : 0;
      const line = edge > 0.03 ? Math.min(1, (edge - 0.03) * 2.6) * firm : 0;
      for (let c = 0; c < 3; c++) {
        const painted = (out[i * 3 + c] ?? 0) + grain;
        out[i * 3 + c] = painted + ((ink[c] ?? 0) - painted) * line;
      }
    }
    return new Uint8Array(out.buffer);
  }
}

function blend(field: Field, rgb: Uint8Array, share: number): void {
  if (share <= 0) return;
  for (let i = 0; i < field.data.length; i++)
    field.data[i] = (field.data[i] ?? 0) * (1 - share) + (rgb[i] ?? 0) * share;
}
