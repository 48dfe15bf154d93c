import { resolveAnnotatedPath } from "../files.ts";
import { fillPicture, readImage } from "../picture.ts";
import { NodeError } from "../values.ts";
import { declare, defineNode } from "./node.ts";

/** Declaration of an upload input; `/object_info` fills in the input folder's files. */
export const upload = [[], { image_upload: true }] as const;

const read = async (file: string) => {
  try {
    return await readImage(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : "unknown";
    throw new NodeError("PIL.UnidentifiedImageError", `cannot identify image file: ${reason}`);
  }
};

/** Creates LoadImage's mask for a picture without alpha: 64 × 64 and empty, whatever the picture's size. */
const createEmptyMask = () => fillPicture(64, 64, [0]);

/** Nodes that read a file of the input folder. */
export const loadNodes = [
  defineNode(
    "LoadImage",
    { title: "Load Image", category: "image", required: { image: upload }, output: ["IMAGE", "MASK"] },
    async (inputs, context) => {
      const { picture, mask } = await read(resolveAnnotatedPath(context.folders, inputs.getText("image")));
      return {
        values: [
          { type: "IMAGE", frames: [picture] },
          { type: "MASK", frames: [mask ?? createEmptyMask()] },
        ],
      };
    },
  ),
  defineNode(
    "LoadImageMask",
    {
      title: "Load Image (as Mask)",
      category: "mask",
      required: { image: upload, channel: declare.choice("alpha", "red", "green", "blue") },
      output: ["MASK"],
    },
    async (inputs, context) => {
      const { picture, mask } = await read(resolveAnnotatedPath(context.folders, inputs.getText("image")));
      const channel = ["red", "green", "blue"].indexOf(inputs.getText("channel"));
      if (channel < 0) return { values: [{ type: "MASK", frames: [mask ?? createEmptyMask()] }] };
      const { width, height } = picture;
      const data = Uint8Array.from({ length: width * height }, (_, i) => picture.data[i * 3 + channel] ?? 0);
      return { values: [{ type: "MASK", frames: [{ width, height, data }] }] };
    },
  ),
];
