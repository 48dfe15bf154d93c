import type { External } from "./external.ts";

export const IMAGES = ["comfyui", "worker", "importer"] as const;
export type Image = (typeof IMAGES)[number];

const PLATFORMS: Record<Image, string> = { comfyui: "linux/amd64", worker: "linux/amd64", importer: "linux/arm64" };

const inputsOf = (image: Image, external: External): Record<string, string> =>
  image === "comfyui"
    ? {
        CUDA_BUILD: external.cudaBuild,
        CUDA_RUNTIME: external.cudaRuntime,
        NODE_IMAGE: external.node,
        COMFYUI_REPOSITORY: external.comfyuiRepository,
        COMFYUI_COMMIT: external.comfyuiCommit,
      }
    : { NODE_DISTROLESS: external.nodeDistroless };

interface Target {
  registry: string;
  /** Never one that was there before: repositories take no tag twice. */
  tag: string;
}

/**
 * What builds an image, scans it, and pushes it: in this order, so that what has a known hole is never pushed. Of the golden
 * image its snapshot is laid out as well, as `dist/snapshot/image.json`.
 */
export function commandsOf(image: Image, external: External, { registry, tag }: Target): string[][] {
  const build = [
    "docker",
    "buildx",
    "build",
    ".",
    "--file",
    `${image}/Dockerfile`,
    "--platform",
    PLATFORMS[image],
    ...Object.entries(inputsOf(image, external)).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    "--tag",
    `${registry}/pegbar/${image}:${tag}`,
    // A list of parts and where they came from, beside the image.
    "--sbom=true",
    "--provenance=mode=max",
  ];
  const archive = `dist/${image}.tar`;
  const snapshot = [...build, "--target", "snapshot", "--output", "type=local,dest=dist/snapshot"];
  return [
    [...build, "--output", `type=oci,dest=${archive}`],
    ...(image === "comfyui" ? [snapshot] : []),
    ["trivy", "image", "--input", archive, "--severity", "HIGH,CRITICAL", "--ignore-unfixed", "--exit-code", "1"],
    [...build, "--push", "--metadata-file", `dist/${image}.json`],
  ];
}
