import sharp from "sharp";
import { asSharp, type Picture, toPicture } from "./picture.ts";

/** Letters as strokes on a grid of 4 × 6: needs no font. */
const letters: Readonly<Record<string, string>> = {
  P: "M0 6V0H2.4Q4 0 4 1.6T2.4 3.2H0",
  R: "M0 6V0H2.4Q4 0 4 1.6T2.4 3.2H0M2 3.2L4 6",
  E: "M3.8 0H0V6H3.8M0 3H3",
  V: "M0 0L2 6L4 0",
  I: "M1 0V6",
  W: "M0 0L1.2 6L2.6 1.6L4 6L5.2 0",
};
const advance: Readonly<Record<string, number>> = { P: 5.6, R: 5.6, E: 5.4, V: 5.6, I: 3.4, W: 6.8 };

/** The word as SVG, and its width in grid units. */
const word = (() => {
  let x = 0;
  const paths = [..."PREVIEW"].map((letter) => {
    const path = `<path transform="translate(${x.toFixed(2)} 0)" d="${letters[letter] ?? ""}"/>`;
    x += advance[letter] ?? 5.4;
    return path;
  });
  return { svg: paths.join(""), width: x - 1.6 };
})();

const overlays = new Map<string, Promise<Buffer>>();

/** Draws the badge at the lower right and the faint diagonal pattern, as RGBA of the picture's size. */
function drawOverlay(width: number, height: number): Promise<Buffer> {
  const key = `${width}x${height}`;
  const known = overlays.get(key);
  if (known) return known;
  const shorter = Math.min(width, height);
  // At most nine tenths of the picture's width, so that it is legible at any size.
  const unit = Math.min(Math.max(shorter / 190, 1.2), (width * 0.9) / (word.width + 6));
  const [badgeWidth, badgeHeight] = [(word.width + 6) * unit, 11 * unit];
  const margin = Math.min(shorter / 40, (width - badgeWidth) / 2);
  const tile = Math.max(90, shorter / 2.4);
  const faint = tile / 115;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><pattern id="p" width="${tile}" height="${tile * 0.62}" patternUnits="userSpaceOnUse" patternTransform="rotate(-28)">
      <g transform="translate(${tile * 0.2} ${tile * 0.25}) scale(${faint})" fill="none" stroke="#fff" stroke-opacity="0.11" stroke-width="1.1">${word.svg}</g>
      <g transform="translate(${tile * 0.2 + faint} ${tile * 0.25 + faint}) scale(${faint})" fill="none" stroke="#000" stroke-opacity="0.09" stroke-width="1.1">${word.svg}</g>
    </pattern></defs>
    <rect width="100%" height="100%" fill="url(#p)"/>
    <g transform="translate(${width - badgeWidth - margin} ${height - badgeHeight - margin})">
      <rect width="${badgeWidth}" height="${badgeHeight}" rx="${unit * 2.4}" fill="#10141a" fill-opacity="0.72" stroke="#fff" stroke-opacity="0.35" stroke-width="${unit * 0.25}"/>
      <g transform="translate(${3 * unit} ${2.5 * unit}) scale(${unit})" fill="none" stroke="#fdf6e3" stroke-width="1" stroke-linecap="round" stroke-linejoin="round">${word.svg}</g>
    </g></svg>`;
  const made = sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  overlays.set(key, made);
  const [oldest] = overlays.keys();
  if (oldest !== undefined && overlays.size > 8) overlays.delete(oldest);
  return made;
}

/** Marks a picture as a preview. */
export async function stampPicture(picture: Picture): Promise<Picture> {
  const { width, height } = picture;
  const input = await drawOverlay(width, height);
  return toPicture(
    asSharp(picture)
      .composite([{ input, raw: { width, height, channels: 4 } }])
      .removeAlpha(),
  );
}

/** Draws the stamp for a size in advance, while a sampler runs. */
export function prepareStamp(width: number, height: number): void {
  // An error is reported when the stamp is used.
  void drawOverlay(width, height).catch(() => undefined);
}
