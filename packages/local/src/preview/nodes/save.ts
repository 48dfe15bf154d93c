import path from "node:path";
import { savePlace } from "../files.ts";
import { asSharp } from "../picture.ts";
import type { Inputs } from "../values.ts";
import { declare, defineNode, type NodeContext, type NodeResult, type SavedFile } from "./node.ts";

/** Low compression, for speed. */
const png = { compressionLevel: 2, adaptiveFiltering: false } as const;

async function save(
  inputs: Inputs,
  context: NodeContext,
  type: "output" | "temp",
  prefix: string,
): Promise<NodeResult> {
  const frames = inputs.getImages("images");
  const [{ width, height } = { width: 0, height: 0 }] = frames;
  const place = await savePlace(context.folders[type], prefix, width, height);
  const images: SavedFile[] = [];
  for (const [at, frame] of frames.entries()) {
    context.throwIfInterrupted();
    const filename = `${place.name}_${String(place.counter + at).padStart(5, "0")}_.png`;
    await asSharp(frame).png(png).toFile(path.join(place.folder, filename));
    images.push({ filename, subfolder: place.subfolder, type });
  }
  return { values: [], ui: { images } };
}

/** Nodes that write files. */
export const saveNodes = [
  defineNode(
    "SaveImage",
    {
      title: "Save Image",
      category: "image",
      required: { images: declare.image, filename_prefix: ["STRING", { default: "ComfyUI" }] },
      output: [],
    },
    (inputs, context) => save(inputs, context, "output", inputs.getText("filename_prefix")),
  ),
  defineNode(
    "PreviewImage",
    { title: "Preview Image", category: "image", required: { images: declare.image }, output: [] },
    (inputs, context) => save(inputs, context, "temp", `ComfyUI_temp_${context.tempPrefix}`),
  ),
];
