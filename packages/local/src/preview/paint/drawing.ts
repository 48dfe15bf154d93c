import { writeColour, type Palette } from "./palette.ts";
import { clamp, fbm, mix, createRandom, smooth } from "./random.ts";
import type { Field } from "./scene.ts";

/** An input picture at painting size, prepared by the main thread. */
export interface Source {
  readonly rgb: Uint8Array;
  /** Lightness per pixel, 0 to 255; `soft` is the same blurred. */
  readonly grey: Uint8Array;
  readonly soft: Uint8Array;
}

interface Region {
  readonly tone: number;
  readonly warmth: number;
}

/** Labels the regions that a drawing's lines enclose; 0 is a line. */
function labelRegions(
  open: Uint8Array,
  width: number,
  height: number,
): { labels: Int32Array; areas: number[]; tops: number[] } {
  const labels = new Int32Array(width * height);
  const areas = [0];
  const tops = [0];
  const stack: number[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (!open[start] || labels[start]) continue;
    const id = areas.length;
    let area = 0;
    let rows = 0;
    labels[start] = id;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      area++;
      const x = at % width;
      rows += (at - x) / width;
      const visit = (next: number) => {
        if (!open[next] || labels[next]) return;
        labels[next] = id;
        stack.push(next);
      };
      if (x > 0) visit(at - 1);
      if (x < width - 1) visit(at + 1);
      if (at >= width) visit(at - width);
      if (at < labels.length - width) visit(at + width);
    }
    areas.push(area);
    tops.push(rows / area / height);
  }
  return { labels, areas, tops };
}

/** Gives each region its own tone; the largest region near the top is sky and stays light. */
function createRegions(areas: readonly number[], tops: readonly number[], total: number, seed: number): Region[] {
  const sky = areas.reduce(
    (best, area, id) => (area * (1.2 - (tops[id] ?? 1)) > (areas[best] ?? 0) * (1.2 - (tops[best] ?? 1)) ? id : best),
    0,
  );
  return areas.map((area, id) => {
    if (id === 0 || area < total * 0.0004) return { tone: -0.1, warmth: 0 };
    const low = tops[id] ?? 0.5;
    const rand = createRandom(mix(seed, Math.round(low * 40), Math.round(Math.sqrt(area) / 8)));
    if (id === sky) return { tone: 0.06, warmth: 0.05 };
    return { tone: -0.12 - rand() * 0.32 - low * 0.08, warmth: (rand() - 0.42) * 1.3 };
  });
}

/** Computes the target for an input picture: keeps its tones, regions and edges, and replaces colour and light except for the share to keep. */
export function reinterpret(
  source: Source,
  width: number,
  height: number,
  p: Palette,
  seed: number,
  keep: number,
): Field {
  const { rgb, grey, soft } = source;
  const total = width * height;
  const open = new Uint8Array(total);
  let light = 0;
  for (let i = 0; i < total; i++) {
    if ((grey[i] ?? 0) > 200) light++;
    open[i] = (grey[i] ?? 0) > 110 && (soft[i] ?? 0) - (grey[i] ?? 0) < 26 ? 1 : 0;
  }
  // Only drawings, which are mostly paper, get tinted regions; a photograph keeps its tones.
  const paper = smooth(0.12, 0.4, light / total);
  const { labels, areas, tops } = labelRegions(open, width, height);
  const tints = createRegions(areas, tops, total, seed);
  const rand = createRandom(mix(seed, 21));
  const sun = [(0.2 + rand() * 0.6) * (width / height), 0.16 + rand() * 0.2] as const;
  const data = new Float32Array(total * 3);
  const tintTone = new Float32Array(total);
  const tintWarm = new Float32Array(total);
  for (let i = 0; i < total; i++) {
    const tint = tints[labels[i] ?? 0];
    tintTone[i] = (tint?.tone ?? 0) * paper;
    tintWarm[i] = (tint?.warmth ?? 0) * paper;
  }
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      const i = py * width + px;
      const [x, y] = [px / height, py / height];
      const d2 = (x - sun[0]) ** 2 + (y - sun[1]) ** 2;
      const glow = Math.exp(-d2 * 7) * 0.34 + Math.exp(-d2 * 1.4) * 0.22;
      const wash = fbm(x * 2.2, y * 2.8, seed + 4, 5) - 0.5;
      const grain = fbm(x * 9, y * 9, seed + 8, 3) - 0.5;
      const value = (soft[i] ?? 0) / 255;
      // Soft shade along the lines gives volume to enclosed shapes.
      const shade =
        ((grey[i] ?? 0) < (soft[i] ?? 0) ? ((soft[i] ?? 0) - (grey[i] ?? 0)) / 255 : 0) + (1 - value) * 0.25;
      const tone = value * (0.62 + glow + wash * 0.34 + grain * 0.1) + 0.08 + (tintTone[i] ?? 0) - shade * 0.28;
      const warmth = 0.22 + glow * 1.3 + wash * 0.9 + (tintWarm[i] ?? 0) + y * 0.16;
      const edge = ((px / width - 0.5) ** 2 + (py / height - 0.5) ** 2) * 0.3;
      writeColour(p, tone - edge, warmth, data, i * 3);
      // Keep some of the picture's own colour.
      const mean = ((rgb[i * 3] ?? 0) + (rgb[i * 3 + 1] ?? 0) + (rgb[i * 3 + 2] ?? 0)) / 3;
      for (let c = 0; c < 3; c++)
        data[i * 3 + c] = clamp((data[i * 3 + c] ?? 0) + ((rgb[i * 3 + c] ?? 0) - mean) * 0.6, 0, 255);
    }
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) * (1 - keep) + (rgb[i] ?? 0) * keep;
  if (paper > 0.5) openLines(data, labels, width);
  return { width, height, data };
}

/** Maximum width of a line in pixels; anything wider is a dark shape and stays. */
const lineWidth = 12;

/** Fills lines with the adjacent colour: ink is drawn at full size later, and brushes must not smear it. */
function openLines(data: Float32Array, labels: Int32Array, width: number): void {
  const runs = new Uint8Array(labels.length);
  for (let i = width; i < labels.length; i++) {
    if (labels[i]) continue;
    const from = (runs[i - 1] ?? 0) <= (runs[i - width] ?? 0) ? i - 1 : i - width;
    const run = (runs[from] ?? 0) + 1;
    runs[i] = Math.min(run, 255);
    if (run <= lineWidth) data.copyWithin(i * 3, from * 3, from * 3 + 3);
  }
}
