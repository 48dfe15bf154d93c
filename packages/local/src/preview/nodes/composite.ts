import { type Mask, type Picture, resize } from "../picture.ts";
import type { Inputs } from "../values.ts";
import { declare, defineNode, type NodeContext, type NodeResult } from "./node.ts";

/** Pastes `source` on `destination` at x, y where the mask is white; clips at the edges. */
function paste(destination: Picture, source: Picture, x: number, y: number, mask: Mask | undefined): Picture {
  const data = new Uint8Array(destination.data);
  const width = Math.min(source.width, destination.width - x);
  const height = Math.min(source.height, destination.height - y);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const from = row * source.width + column;
      const to = ((row + y) * destination.width + column + x) * 3;
      const share = mask ? (mask.data[from] ?? 0) / 255 : 1;
      for (let c = 0; c < 3; c++)
        data[to + c] = (data[to + c] ?? 0) * (1 - share) + (source.data[from * 3 + c] ?? 0) * share;
    }
  return { width: destination.width, height: destination.height, data };
}

async function composite(inputs: Inputs, context: NodeContext): Promise<NodeResult> {
  const sources = inputs.getImages("source");
  const masks = inputs.findLinked("mask", "MASK")?.frames;
  const frames: Picture[] = [];
  for (const [at, destination] of inputs.getImages("destination").entries()) {
    context.throwIfInterrupted();
    const given = sources[at % sources.length] ?? destination;
    const source = inputs.getFlag("resize_source")
      ? await resize(given, destination.width, destination.height, "bilinear", "disabled")
      : given;
    const mask = masks?.[at % masks.length];
    const fitted = mask && (await resize(mask, source.width, source.height, "bilinear", "disabled", 1));
    frames.push(paste(destination, source, inputs.getNumber("x"), inputs.getNumber("y"), fitted));
  }
  return { values: [{ type: "IMAGE", frames }] };
}

/** Nodes that use masks. */
export const compositeNodes = [
  defineNode(
    "ImageCompositeMasked",
    {
      title: "ImageCompositeMasked",
      category: "image",
      required: {
        destination: declare.image,
        source: declare.image,
        x: declare.int(0, 0, 16384),
        y: declare.int(0, 0, 16384),
        resize_source: ["BOOLEAN", { default: false }],
      },
      optional: { mask: declare.mask },
      output: ["IMAGE"],
    },
    composite,
  ),
  defineNode(
    "MaskToImage",
    { title: "Convert Mask to Image", category: "mask", required: { mask: declare.mask }, output: ["IMAGE"] },
    async (inputs) => {
      const frames = inputs.getLinked("mask", "MASK").frames.map(({ width, height, data }) => {
        const rgb = new Uint8Array(data.length * 3);
        for (let i = 0; i < data.length; i++) rgb.fill(data[i] ?? 0, i * 3, i * 3 + 3);
        return { width, height, data: rgb };
      });
      return { values: [{ type: "IMAGE", frames }] };
    },
  ),
];
