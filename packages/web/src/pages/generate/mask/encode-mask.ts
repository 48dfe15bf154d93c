import { encode } from "fast-png";

/**
 * A mask as PNG for every way in which ComfyUI reads one (0.33, `nodes.py`): LoadImageMask takes red, green or blue as they are,
 * but inverts alpha, and the mask output of LoadImage is the inverted alpha, too. So the colours are the mask, and alpha its
 * opposite. A canvas can't store that, because it loses the colour of transparent pixels.
 */
export function encodeMask(mask: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(mask.length * 4);
  mask.forEach((value, i) => data.set([value, value, value, 255 - value], i * 4));
  return new Uint8Array(encode({ width, height, data, channels: 4, depth: 8 }));
}
