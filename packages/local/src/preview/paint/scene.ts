import { writeColour, type Palette } from "./palette.ts";
import { clamp, fbm, lerp, mix, noise, createRandom, smooth } from "./random.ts";

/** A picture of floats: RGB, 0 to 255. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

const lights = /\b(lanterns?|candles?|lamps?|firefl(y|ies)|lights?|stars?|glow(ing)?|city|neon)\b/;
const wet = /\b(sea|ocean|water|lake|river|harbou?r|rain|beach|ship|boat)\b/;

interface Layout {
  readonly horizon: number;
  readonly sun: readonly [x: number, y: number];
  readonly ridges: readonly {
    readonly at: number;
    readonly height: number;
    readonly seed: number;
    readonly scale: number;
  }[];
  readonly water: boolean;
  readonly glows: readonly { readonly x: number; readonly y: number; readonly r: number }[];
}

function createLayout(positive: string, seed: number, aspect: number): Layout {
  const text = positive.toLowerCase();
  const rand = createRandom(mix(seed, 77));
  const horizon = 0.52 + rand() * 0.16;
  const sun = [aspect * (0.22 + rand() * 0.56), horizon - 0.1 - rand() * 0.22] as const;
  const count = 4 + Math.floor(rand() * 2);
  const ridges = Array.from({ length: count }, (_, i) => ({
    at: horizon + 0.02 + (i / count) ** 1.5 * (0.95 - horizon),
    height: lerp(0.3, 0.16, i / count) * (0.7 + rand() * 0.6),
    seed: mix(seed, i, 5),
    scale: lerp(1.7, 3.2, i / count),
  }));
  const water = wet.test(text) || rand() < 0.35;
  const glows = lights.test(text)
    ? Array.from({ length: 7 + Math.floor(rand() * 6) }, () => {
        const y = 0.12 + rand() * 0.62;
        return { x: rand() * aspect, y, r: 0.006 + rand() * rand() * 0.035 };
      })
    : [];
  return { horizon, sun, ridges, water, glows };
}

/** Creates a landscape in soft light: sky, sun and hills; water and lanterns depend on the prompt. */
export function createScene(width: number, height: number, p: Palette, positive: string, seed: number): Field {
  const data = new Float32Array(width * height * 3);
  const aspect = width / height;
  const { horizon, sun, ridges, water, glows } = createLayout(positive, seed, aspect);
  const crest = ridges.map((ridge) => {
    const line = new Float32Array(width);
    for (let x = 0; x < width; x++) {
      const u = (x / height) * ridge.scale;
      line[x] = ridge.at - ridge.height * (fbm(u, 3.3, ridge.seed, 5) - 0.25);
    }
    return line;
  });
  const shore = horizon + (1 - horizon) * 0.42;
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      const mirrored = water && py / height > shore;
      const x = px / height;
      const wave = mirrored ? (noise(x * 5, (py / height) * 90, seed) - 0.5) * 0.03 : 0;
      const y = mirrored ? shore - (py / height - shore) * 1.25 + wave : py / height;
      const sx = clamp(Math.round(px + wave * height * 0.6), 0, width - 1);
      const dx = x - sun[0];
      const dy = y - sun[1];
      const far = Math.sqrt(dx * dx + dy * dy);
      const glow = Math.exp(-far * far * 16) * 0.34 + Math.exp(-far * far * 2.2) * 0.2;
      const clouds = fbm(x * 1.5 + 4, y * 5.2, seed + 9, 5);
      let tone = lerp(0.42, 0.74, clamp(y / horizon)) + glow + (clouds - 0.5) * 0.3;
      let warmth = 0.15 + clamp(y / horizon) * 0.5 + glow * 1.1 + (clouds - 0.5) * 0.35;
      tone += smooth(0.052, 0.045, far) * 0.3;
      warmth += smooth(0.06, 0.045, far) * 0.4;
      for (let i = 0; i < ridges.length; i++) {
        const top = crest[i]?.[sx] ?? 1;
        if (y < top) continue;
        const depth = i / Math.max(1, ridges.length - 1);
        const body = fbm(x * 6 + i * 13, y * 9, seed + i, 4);
        const haze = Math.exp(-(y - top) * lerp(5, 14, depth)) * lerp(0.06, 0.1, depth);
        tone =
          lerp(0.6, 0.13, depth ** 0.75) +
          haze * 0.7 +
          (body - 0.5) * lerp(0.08, 0.2, depth) +
          glow * lerp(0.55, 0.12, depth);
        warmth = lerp(0.45, 0.3, depth) + glow * 0.8 + (body - 0.5) * 0.3 + haze;
      }
      if (mirrored) tone = tone * 0.86 - 0.03;
      for (const { x: gx, y: gy, r } of glows) {
        const d2 = (x - gx) ** 2 + (y - gy) ** 2;
        const light = Math.exp(-d2 / (r * r)) * 0.75 + Math.exp(-d2 / (r * r * 22)) * 0.22;
        tone += light;
        warmth += light * 1.4;
      }
      if (p.night && !mirrored && y < horizon && noise(px * 0.9, py * 0.9, seed + 3) > 0.965) tone += 0.3;
      const edge = ((px / width - 0.5) ** 2 + (py / height - 0.5) ** 2) * 0.34;
      writeColour(p, (p.night ? tone * 0.82 - 0.05 : tone) - edge, warmth, data, (py * width + px) * 3);
    }
  return { width, height, data };
}
