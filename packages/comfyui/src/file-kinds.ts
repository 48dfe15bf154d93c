import { isFileInput } from "./file-inputs.ts";
import type { InputSpec, NodeSpec } from "./object-info.ts";

/** Kind of a file that a loader takes. */
export const fileKinds = ["image", "video", "audio", "3d", "latent"] as const;
export type FileKind = (typeof fileKinds)[number];

const byFlag: readonly (readonly [flag: string, kind: FileKind])[] = [
  ["image_upload", "image"],
  ["animated_image_upload", "image"],
  ["video_upload", "video"],
  ["audio_upload", "audio"],
];

const byInputName: Readonly<Record<string, FileKind>> = {
  image: "image",
  mask: "image",
  video: "video",
  audio: "audio",
  latent: "latent",
  model_file: "3d",
};

const byOutputType: readonly (readonly [type: RegExp, kind: FileKind])[] = [
  [/^VIDEO$/, "video"],
  [/^AUDIO$/, "audio"],
  [/^LATENT$/, "latent"],
  [/^(MESH|FILE_3D.*)$/, "3d"],
  [/^(IMAGE|MASK)$/, "image"],
];

/** Names of inputs that take a folder, a URL, or a kind of file that cannot be uploaded. */
const unsupported = /(^|_)(folder|dir|directory|url|uri|svg|text)$/i;

/**
 * Kinds of files that an input takes, the usual one first: by its upload flag, by its name, then by what the node
 * returns. Empty if it takes a folder, a URL, or a kind that cannot be uploaded.
 */
export function getFileKinds(spec: NodeSpec, input: InputSpec): readonly FileKind[] {
  if (!isFileInput(spec, input) || unsupported.test(input.name)) return [];
  const flagged = byFlag.find(([flag]) => input.options[flag] === true)?.[1];
  const named = Object.hasOwn(byInputName, input.name) ? byInputName[input.name] : undefined;
  const returned = byOutputType.flatMap(([type, kind]) =>
    spec.outputs.some((one) => type.test(one.type)) ? [kind] : [],
  );
  const [first] = [flagged, named, ...returned].filter((kind) => kind !== undefined);
  // LoadAudio reads the first audio track of a video.
  if (first === "audio") return ["audio", "video"];
  return first === undefined ? [] : [first];
}
