import { clamp, hashText, lerp, createRandom } from "./random.ts";

/** Colours from shadow to light: 256 × RGB, 0 to 255. */
export type Ramp = Float32Array;

export interface Palette {
  readonly warm: Ramp;
  readonly cool: Ramp;
  /** Line colour, RGB. */
  readonly ink: readonly [number, number, number];
  readonly night: boolean;
}

/** Prompt words that select a colour → OKLCH hue in degrees. */
const hues: readonly (readonly [RegExp, number])[] = [
  [/\b(dusk|sunset|dawn|sunrise|amber|gold(en)?|lanterns?|candles?|autumn|desert|honey)\b/, 62],
  [/\b(fire|lava|ember|red|rust|copper|mars)\b/, 35],
  [/\b(sea|ocean|water|lake|river|ice|snow|winter|blue|rain|storm)\b/, 235],
  [/\b(forest|meadow|jungle|moss|green|spring|garden|grass)\b/, 140],
  [/\b(night|moon(lit)?|midnight|stars?|space|indigo)\b/, 270],
  [/\b(rose|blossom|pink|flowers?|cherry|magenta|neon)\b/, 350],
];
const dark = /\b(night|moon(lit)?|midnight|space|stars?|dark|noir|cave)\b/;

const toByte = (linear: number): number => {
  const v = clamp(linear);
  return 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
};

/** Converts OKLCH to sRGB. */
export function convertOklch(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function createRamp(hue: number, turn: number, chroma: number, darkest: number, lightest: number): Ramp {
  const colours = new Float32Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const t = i / 255;
    // Chroma peaks in the middle; light turns towards the sun's hue, shadow away from it.
    const strength = chroma * (0.35 + 0.65 * Math.sin(Math.PI * clamp(0.12 + 0.8 * t)));
    colours.set(convertOklch(lerp(darkest, lightest, t ** 0.92), strength, hue + turn * (t - 0.5)), i * 3);
  }
  return colours;
}

export interface Mood {
  readonly positive: string;
  readonly negative: string;
  readonly seed: number;
  readonly cfg: number;
  readonly loras: readonly string[];
}

/** Creates a palette from the prompt: a warm and a cool ramp, and an ink colour. */
export function createPalette({ positive, negative, seed, cfg, loras }: Mood): Palette {
  const text = positive.toLowerCase();
  const rand = createRandom(hashText(text) ^ Math.imul(hashText(negative.toLowerCase()), 31));
  const named = hues.find(([pattern]) => pattern.test(text))?.[1];
  const pull = loras.reduce((sum, lora) => sum + ((hashText(lora) % 61) - 30), 0);
  const wander = (createRandom(seed ^ 0x51ed)() - 0.5) * 24;
  const base = (named ?? rand() * 360) + (rand() - 0.5) * 18 + wander + pull;
  const night = dark.test(text);
  const chroma = (0.085 + rand() * 0.025) * clamp(0.75 + cfg / 28, 0.75, 1.35);
  const opposite = base + 150 + rand() * 50;
  const [darkest, lightest] = night ? [0.13, 0.82] : [0.2, 0.96];
  return {
    warm: createRamp(base, 46, chroma, darkest, lightest),
    cool: createRamp(opposite, -34, chroma * 0.8, darkest - 0.03, lightest - 0.04),
    ink: convertOklch(0.19, 0.045, opposite + 20),
    night,
  };
}

/** Writes the colour for a tone (0 to 1) and a warmth (0 to 1) to `out[at…]`. */
export function writeColour(p: Palette, tone: number, warmth: number, out: Float32Array, at: number): void {
  // Fade highlights to white instead of clipping them.
  const soft = tone > 0.72 ? 0.72 + 0.28 * (1 - Math.exp((0.72 - tone) * 2.4)) : tone;
  const i = Math.round(clamp(soft) * 255) * 3;
  const w = clamp(warmth);
  for (let c = 0; c < 3; c++) out[at + c] = (p.cool[i + c] ?? 0) * (1 - w) + (p.warm[i + c] ?? 0) * w;
}
