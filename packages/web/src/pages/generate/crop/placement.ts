export interface Size {
  width: number;
  height: number;
}

/** Where a picture lies on its canvas: pixels of the canvas per pixel of the picture, and its centre from the canvas's centre. */
export interface Placement {
  scale: number;
  x: number;
  y: number;
}

export const SIDE = { least: 16, most: 8192 } as const;
/** Largest scale, and pixels of the picture that always stay on the canvas. */
const MAX_SCALE = 16;
const VISIBLE = 8;

/** The whole picture, as large as the canvas allows. */
export const fit = (picture: Size, canvas: Size): Placement => ({
  scale: Math.min(canvas.width / picture.width, canvas.height / picture.height),
  x: 0,
  y: 0,
});

/** The whole canvas covered by the picture. */
export const fill = (picture: Size, canvas: Size): Placement => ({
  scale: Math.max(canvas.width / picture.width, canvas.height / picture.height),
  x: 0,
  y: 0,
});

/** Scales from a tenth of fitted to 16 pixels per pixel. */
export const getScaleLimits = (picture: Size, canvas: Size) => ({
  least: Math.min(1, fit(picture, canvas).scale / 10),
  most: Math.max(MAX_SCALE, fill(picture, canvas).scale),
});

/** Changes the scale and keeps the point `at`, in pixels from the canvas's centre, in place. */
export function scaleTo(
  { scale, x, y }: Placement,
  wanted: number,
  picture: Size,
  canvas: Size,
  at = { x: 0, y: 0 },
): Placement {
  const { least, most } = getScaleLimits(picture, canvas);
  const next = Math.min(most, Math.max(least, wanted));
  const ratio = next / scale;
  return keepVisible({ scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio }, picture, canvas);
}

/** Moves a picture that would leave the canvas back to its edge. */
export function keepVisible({ scale, x, y }: Placement, picture: Size, canvas: Size): Placement {
  const clamp = (at: number, side: number, room: number) => {
    const limit = (side * scale + room) / 2 - Math.min(VISIBLE, side * scale);
    return Math.min(limit, Math.max(-limit, at));
  };
  return { scale, x: clamp(x, picture.width, canvas.width), y: clamp(y, picture.height, canvas.height) };
}

/** The largest canvas with this ratio of width to height inside the picture, in whole pixels. */
export function cutToRatio({ width, height }: Size, ratio: number): Size {
  const isWide = width / height > ratio;
  const size = isWide ? { width: height * ratio, height } : { width, height: width / ratio };
  const clamp = (side: number) => Math.min(SIDE.most, Math.max(SIDE.least, Math.round(side)));
  return { width: clamp(size.width), height: clamp(size.height) };
}

/** Draws the picture where it lies. A colour of null leaves the rest transparent. */
export function drawPlacement(
  context: CanvasRenderingContext2D,
  image: CanvasImageSource,
  picture: Size,
  { scale, x, y }: Placement,
  colour: string | null,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  if (colour !== null) {
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(
    image,
    width / 2 + x - (picture.width * scale) / 2,
    height / 2 + y - (picture.height * scale) / 2,
    picture.width * scale,
    picture.height * scale,
  );
}
