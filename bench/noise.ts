import { randomBytes } from "node:crypto";
import sharp from "sharp";
import type { Graph } from "@pegbar/comfyui";
import { workflows } from "@pegbar/local/seed/graphs.ts";

export interface PictureSize {
  width: number;
  height: number;
}
export type Picture = Uint8Array<ArrayBuffer>;

/** Size of a picture of noise, which PNG cannot compress, with 10 MB. */
export const TEN_MEGABYTES: PictureSize = { width: 1920, height: 1740 };

/** Creates PNG files of noise, each different. */
export async function createNoise(count: number, { width, height }: PictureSize): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (let i = 0; i < count; i++) {
    const raw = { width, height, channels: 3 as const };
    const png = sharp(randomBytes(width * height * 3), { raw }).png({ compressionLevel: 1 });
    pictures.push(new Uint8Array(await png.toBuffer()));
  }
  return pictures;
}

const template = workflows.find(({ slug }) => slug === "scale")?.graph;

/** Builds the graph of the seeded workflow `scale`, with the picture's own size as its target. */
export function buildScalingGraph(image: string, { width, height }: PictureSize): Graph {
  const graph: Graph = structuredClone(template ?? {});
  const [load, scale] = [graph["1"], graph["2"]];
  if (!load || !scale) throw new Error("the seeded workflow scale has no nodes 1 and 2");
  load.inputs["image"] = image;
  Object.assign(scale.inputs, { width, height });
  return graph;
}
