/** Longest side of a movie, in pixels: DCI 2K. Larger pictures are scaled down, because encoding must end in minutes. */
export const MAX_SIDE = 2048;

export interface Size {
  width: number;
  height: number;
}

/**
 * Size of pictures within a movie: their own, scaled down to fit {@link MAX_SIDE}.
 * @param size of the first picture, which decides for all
 */
export function fitPicture({ width, height }: Size): Size {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Size of a movie of such pictures: the next even one, because colours have half the resolution (4:2:0). */
export const toEvenSize = ({ width, height }: Size): Size => ({
  width: width + (width % 2),
  height: height + (height % 2),
});
