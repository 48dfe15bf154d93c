import { clamp, lerp, mix, noise, createRandom, smooth } from "./random.ts";
import type { Field } from "./scene.ts";

/** Brush settings, derived from the sampler's name. */
export interface Hand {
  readonly length: number;
  readonly swirl: number;
  readonly bristle: number;
}

export const deriveHand = (hash: number): Hand => ({
  length: 2.6 + (hash % 7) * 0.25,
  swirl: 0.25 + ((hash >>> 4) % 5) * 0.09,
  bristle: 0.18 + ((hash >>> 8) % 5) * 0.05,
});

/** Computes stroke angles: along the target's shapes, drifting where it has none. */
export function computeFlow(target: Field, seed: number, swirl: number): Float32Array {
  const { width, height, data } = target;
  const angles = new Float32Array(width * height);
  const reach = Math.max(2, Math.round(width / 160));
  const at = (x: number, y: number) => {
    const i = (clamp(y, 0, height - 1) * width + clamp(x, 0, width - 1)) * 3;
    return (data[i] ?? 0) * 0.3 + (data[i + 1] ?? 0) * 0.6 + (data[i + 2] ?? 0) * 0.1;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const gx = at(x + reach, y) - at(x - reach, y);
      const gy = at(x, y + reach) - at(x, y - reach);
      const drift = (noise((x / width) * 4, (y / width) * 4, seed) - 0.5) * Math.PI * 2 * swirl;
      const firm = smooth(4, 26, Math.abs(gx) + Math.abs(gy));
      let edge = Math.atan2(gx, -gy);
      // A stroke has no direction: take the angle nearer to the drift.
      if (Math.cos(edge - drift) < 0) edge += Math.PI;
      angles[y * width + x] = drift + firm * Math.atan2(Math.sin(edge - drift), Math.cos(edge - drift));
    }
  return angles;
}

interface Stroke {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly radius: number;
  readonly length: number;
  readonly seed: number;
  readonly bristle: number;
  readonly opacity: number;
  readonly rgb: readonly [number, number, number];
}

function draw(canvas: Field, stroke: Stroke): void {
  const { width, height, data } = canvas;
  const { x, y, radius, length, rgb } = stroke;
  const [cos, sin] = [Math.cos(stroke.angle), Math.sin(stroke.angle)];
  const spanX = Math.abs(cos) * length + Math.abs(sin) * radius;
  const spanY = Math.abs(sin) * length + Math.abs(cos) * radius;
  const [left, right] = [Math.max(0, Math.floor(x - spanX)), Math.min(width - 1, Math.ceil(x + spanX))];
  const [top, bottom] = [Math.max(0, Math.floor(y - spanY)), Math.min(height - 1, Math.ceil(y + spanY))];
  const bend = ((stroke.seed & 255) / 255 - 0.5) * 0.5 * radius;
  for (let py = top; py <= bottom; py++)
    for (let px = left; px <= right; px++) {
      const [dx, dy] = [px - x, py - y];
      const u = (dx * cos + dy * sin) / length;
      if (u < -1 || u > 1) continue;
      const v = (dy * cos - dx * sin + bend * u * u) / radius;
      if (v < -1 || v > 1) continue;
      const hair = noise(v * radius * 0.7 + 40, u * 1.3 + 7, stroke.seed);
      const body = (1 - v * v * v * v) * (1 - u ** 8);
      const a = clamp(body * stroke.opacity * (1 - stroke.bristle + stroke.bristle * 2 * (hair - 0.25)));
      const tint = (hair - 0.5) * 26 * stroke.bristle;
      const i = (py * width + px) * 3;
      data[i] = (data[i] ?? 0) + (rgb[0] + tint - (data[i] ?? 0)) * a;
      data[i + 1] = (data[i + 1] ?? 0) + (rgb[1] + tint - (data[i + 1] ?? 0)) * a;
      data[i + 2] = (data[i + 2] ?? 0) + (rgb[2] + tint - (data[i + 2] ?? 0)) * a;
    }
}

/** Input of one painting step. */
export interface Layer {
  readonly canvas: Field;
  readonly target: Field;
  readonly angles: Float32Array;
  readonly hand: Hand;
  readonly seed: number;
}

/**
 * Paints one step, `t` from 0 (exclusive) to 1: first broad strokes everywhere, then finer ones where the canvas still
 * differs from the target.
 */
export function paintLayer({ canvas, target, angles, hand, seed }: Layer, step: number, t: number): void {
  const { width, height, data } = target;
  const size = Math.sqrt(width * height);
  const radius = Math.max(1.1, lerp(size / 16, size / 190, t ** 0.55));
  const cell = radius * lerp(1.6, 2.1, t);
  const rand = createRandom(mix(seed, step, 991));
  const tolerance = lerp(0, 13, smooth(0.05, 0.5, t));
  for (let cy = 0; cy * cell < height + cell; cy++)
    for (let cx = 0; cx * cell < width + cell; cx++) {
      const x = clamp((cx + rand() - 0.5) * cell, 0, width - 1);
      const y = clamp((cy + rand() - 0.5) * cell, 0, height - 1);
      const [spread, seedling, turn] = [rand() - 0.5, Math.floor(rand() * 0xffffffff), rand() - 0.5];
      const i = Math.floor(y) * width + Math.floor(x);
      const k = i * 3;
      const rgb = [data[k] ?? 0, data[k + 1] ?? 0, data[k + 2] ?? 0] as const;
      const difference =
        Math.abs(rgb[0] - (canvas.data[k] ?? 0)) +
        Math.abs(rgb[1] - (canvas.data[k + 1] ?? 0)) +
        Math.abs(rgb[2] - (canvas.data[k + 2] ?? 0));
      if (difference < tolerance * 3 && t < 1) continue;
      const jitter = spread * lerp(26, 8, t);
      draw(canvas, {
        x,
        y,
        angle: (angles[i] ?? 0) + turn * lerp(0.7, 0.25, t),
        radius,
        length: radius * hand.length,
        seed: seedling,
        bristle: hand.bristle,
        opacity: lerp(0.92, 0.7, t),
        rgb: [rgb[0] + jitter, rgb[1] + jitter * 0.9, rgb[2] + jitter * 0.7],
      });
    }
  // Blending in a little of the target keeps the light coherent.
  const glaze = 0.06 + 0.1 * t;
  for (let i = 0; i < canvas.data.length; i++)
    canvas.data[i] = (canvas.data[i] ?? 0) * (1 - glaze) + (data[i] ?? 0) * glaze;
}
