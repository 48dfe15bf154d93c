import type { Change } from "./history.ts";

/** Only the opacity counts. Over a picture this colour stands out, because few pictures have it. */
const COLOUR = "#ff2d78";

/** Draws a mask: its opacity is the mask, so that it can be shown over the picture. */
export function drawMask(context: CanvasRenderingContext2D, changes: readonly Change[]): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  for (const change of changes) drawChange(context, change);
}

/** Draws one change over the earlier ones. */
export function drawChange(context: CanvasRenderingContext2D, change: Change): void {
  const { width, height } = context.canvas;
  context.save();
  context.fillStyle = context.strokeStyle = COLOUR;
  if (change.kind === "clear") context.clearRect(0, 0, width, height);
  else if (change.kind === "invert") {
    // Wherever nothing was.
    context.globalCompositeOperation = "source-out";
    context.fillRect(0, 0, width, height);
  } else {
    const { kind, size, points } = change;
    context.globalCompositeOperation = kind === "eraser" ? "destination-out" : "source-over";
    context.lineWidth = size;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    const [first, ...rest] = points;
    if (first) {
      context.moveTo(...first);
      // A click is a line without length, which is drawn as a dot.
      for (const point of rest.length > 0 ? rest : [first]) context.lineTo(...point);
    }
    context.stroke();
  }
  context.restore();
}

/**
 * The mask with its edge blurred over `radius` pixels, as one byte per pixel (255: masked). At the border of the picture the mask
 * continues outside, because it would fade there otherwise.
 */
export function readMask(canvas: HTMLCanvasElement, radius: number): Uint8Array {
  const { width, height } = canvas;
  const pad = Math.ceil(radius) * 3;
  const padded = new OffscreenCanvas(width + 2 * pad, height + 2 * pad);
  const wide = getContext(padded);
  const [right, bottom] = [width + pad, height + pad];
  // From left to right and from top to bottom: position in the source, its size, position in the target, its size.
  const columns = [
    [0, 1, 0, pad],
    [0, width, pad, width],
    [width - 1, 1, right, pad],
  ] as const;
  const rows = [
    [0, 1, 0, pad],
    [0, height, pad, height],
    [height - 1, 1, bottom, pad],
  ] as const;
  for (const [sx, sw, x, w] of columns)
    for (const [sy, sh, y, h] of rows) if (w > 0 && h > 0) wide.drawImage(canvas, sx, sy, sw, sh, x, y, w, h);
  const out = getContext(new OffscreenCanvas(width, height));
  if (radius > 0) out.filter = `blur(${radius}px)`;
  out.drawImage(padded, -pad, -pad);
  const { data } = out.getImageData(0, 0, width, height);
  return Uint8Array.from({ length: width * height }, (_, i) => data[i * 4 + 3] ?? 0);
}

function getContext(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("The browser can’t draw the mask. Close other tabs, then try again.");
  return context;
}
