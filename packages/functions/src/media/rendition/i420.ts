/** Coefficients of BT.709 (ITU-R BT.709-6, table 3) with 16 fractional bits, for values from 0 to 255. */
const ONE = 2 ** 16;
const LUMA = [0.2126, 0.7152, 0.0722].map((part) => Math.round(part * (219 / 255) * ONE)) as [number, number, number];
const BLUE = [-0.2126, -0.7152, 1 - 0.0722].map((part) => (part / 1.8556) * (224 / 255)) as [number, number, number];
const RED = [1 - 0.2126, -0.7152, -0.0722].map((part) => (part / 1.5748) * (224 / 255)) as [number, number, number];

/**
 * Converts sRGB to Y'CbCr of BT.709 in limited range, 4:2:0, planes one after another (I420). Colours are sited at the left
 * luma sample, the default of H.264 and VP9's converters.
 *
 * Not left to the encoder: @napi-rs/webcodecs 1.3.1 converts RGB with the matrix of BT.601, also if the frame says BT.709.
 *
 * @param rgb three bytes per pixel
 * @param width even
 * @param height even
 */
export function toI420(rgb: Uint8Array, width: number, height: number): Uint8Array {
  const luma = width * height;
  const planes = new Uint8Array((luma * 3) / 2);
  const [r, g, b] = LUMA;
  for (let pixel = 0, at = 0; pixel < luma; pixel++, at += 3)
    planes[pixel] = 16 + ((r * rgb[at]! + g * rgb[at + 1]! + b * rgb[at + 2]! + ONE / 2) >> 16);
  const row = 3 * width;
  let at = luma;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2, at++) {
      const middle = y * row + 3 * x;
      const left = x === 0 ? middle : middle - 3;
      const right = middle + 3;
      const red = sum(rgb, left, middle, right, row);
      const green = sum(rgb, left + 1, middle + 1, right + 1, row);
      const blue = sum(rgb, left + 2, middle + 2, right + 2, row);
      planes[at] = Math.round(128 + (BLUE[0] * red + BLUE[1] * green + BLUE[2] * blue) / 8);
      planes[at + luma / 4] = Math.round(128 + (RED[0] * red + RED[1] * green + RED[2] * blue) / 8);
    }
  }
  return planes;
}

/** Weights 1, 2, 1 across, and 1, 1 down: eight times the average around the left sample. */
const sum = (rgb: Uint8Array, left: number, middle: number, right: number, row: number): number =>
  rgb[left]! + 2 * rgb[middle]! + rgb[right]! + rgb[left + row]! + 2 * rgb[middle + row]! + rgb[right + row]!;
