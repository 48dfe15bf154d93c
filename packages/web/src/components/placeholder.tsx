import { useLayoutEffect, useRef } from "react";
import { thumbHashToRGBA } from "thumbhash";

interface Props {
  /** ThumbHash in base64. */
  hash: string;
  /** Width divided by height of the picture; the hash contains it only roughly. */
  ratio: number | undefined;
  className: string;
}

/** Longest side in pixels: enough to keep the aspect ratio to within a hundredth. */
const SIDE = 64;
const scratch = document.createElement("canvas");

/** A blurred preview decoded from a ThumbHash. A canvas, because the CSP forbids `data:` images. */
export function Placeholder({ hash, ratio, className }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) draw(canvas.current, hash, ratio);
  }, [hash, ratio]);
  return <canvas ref={canvas} aria-hidden="true" className={`object-contain ${className}`} />;
}

function draw(canvas: HTMLCanvasElement, hash: string, ratio: number | undefined): void {
  const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (one) => one.charCodeAt(0)));
  const shape = ratio ?? w / h;
  [scratch.width, scratch.height] = [w, h];
  scratch.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
  canvas.width = Math.max(1, Math.round(SIDE * Math.min(1, shape)));
  canvas.height = Math.max(1, Math.round(SIDE / Math.max(1, shape)));
  canvas.getContext("2d")?.drawImage(scratch, 0, 0, canvas.width, canvas.height);
}
