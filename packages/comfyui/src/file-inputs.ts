import type { InputSpec, NodeSpec } from "./object-info.ts";

const uploadFlags = ["image_upload", "video_upload", "audio_upload", "file_upload", "animated_image_upload"];

/** Classes that read a file, or a folder, of the input folder although their inputs carry no upload flag. */
const loaders = /^(VHS_)?Load(Image|Mask|Video|Audio|Latent|3D|SVG|Text)/;
const loaderInputs = new Set(["image", "mask", "video", "audio", "file", "latent", "model_file", "svg", "folder"]);

/** Names of text inputs that are a path or a URL. */
const placeName = /(^|_)(path|file|filename|file_name|url|uri|directory|folder|dir)$/i;

/** Whether an input takes a file name; its value must be one of the job's inputs. */
export function isFileInput(spec: Pick<NodeSpec, "classType">, input: InputSpec): boolean {
  if (input.group === "hidden") return false;
  if (uploadFlags.some((flag) => input.options[flag] === true)) return true;
  const scalar = input.type === "COMBO" || input.type.split(",").includes("STRING");
  if (!scalar) return false;
  if (loaders.test(spec.classType) && loaderInputs.has(input.name)) return true;
  return input.type !== "COMBO" && placeName.test(input.name);
}

/** Whether an input sets where a node saves. */
export const isPrefixInput = (input: InputSpec): boolean =>
  input.name === "filename_prefix" && input.group !== "hidden" && input.type === "STRING";

/**
 * Why a value is not allowed where ComfyUI expects a file name; undefined if it is. ComfyUI itself would follow these
 * out of the input folder.
 */
export function explainUnsafeFileName(value: string): string | undefined {
  if (value.includes("\0")) return "contains a NUL character";
  if (/\[(input|output|temp)\]\s*$/.test(value)) return "ends with a folder annotation";
  if (/^([/\\]|[A-Za-z]:)/.test(value)) return "is an absolute path";
  if (value.split(/[/\\]/).includes("..")) return "leaves the folder";
  if (/[/\\]/.test(value)) return "contains a slash";
  return undefined;
}

/**
 * Why a value is not allowed as a save node's `filename_prefix`; undefined if it is. Folders below the output folder
 * are allowed.
 */
export function explainUnsafePrefix(value: string): string | undefined {
  if (value === "") return "is empty";
  if (value.length > 200) return "is longer than 200 characters";
  if (/\p{Cc}/u.test(value)) return "contains a control character";
  if (/^([/\\]|[A-Za-z]:)/.test(value)) return "is an absolute path";
  if (value.includes("\\")) return "contains a backslash";
  if (value.split("/").includes("..")) return "leaves the output folder";
  if (value.includes("%")) return "contains a % template, which is filled in on the server";
  return undefined;
}
