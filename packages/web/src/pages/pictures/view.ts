/** Scale and position of a zoomed picture. Scale 1 fits it into its frame; the position is in pixels from the centre. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export const fitted: View = { scale: 1, x: 0, y: 0 };

export interface Size {
  width: number;
  height: number;
}

/** Largest scale: this many screen pixels per pixel of the picture. */
const MAX_MAGNIFICATION = 16;

/** Screen pixels per pixel of a picture that fits its frame; the picture is enlarged if it is smaller. */
export const computeFit = (picture: Size, frame: Size, pixelRatio: number): number =>
  Math.min(frame.width / picture.width, frame.height / picture.height) * pixelRatio;

/** Smallest and largest scale: down to fitted, or to 1:1 for a picture that is smaller than its frame. */
export const getLimits = (fit: number): { least: number; most: number } => ({
  least: Math.min(1, 1 / fit),
  most: Math.max(1, MAX_MAGNIFICATION / fit),
});

/** Changes the scale and keeps the point `at` in place. Fitted or smaller pictures are centred. */
export function scaleTo({ scale, x, y }: View, wanted: number, fit: number, at = { x: 0, y: 0 }): View {
  const { least, most } = getLimits(fit);
  const next = Math.min(most, Math.max(least, wanted));
  if (next <= 1) return { scale: next, x: 0, y: 0 };
  const ratio = next / scale;
  return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
}
