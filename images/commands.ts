import { createHash } from "node:crypto";
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

/** What builds an image, scans it, and pushes it: in this order, so that what has a known hole is never pushed. */
export function commandsOf(image: Image, external: External, registry: string): string[][] {
  const name = `${registry}/pegbar/${image}`;
  // Repositories take no tag twice: what it was built from names it.
  const tag = `${name}:${external.comfyuiCommit.slice(0, 12)}-${stamp(external)}`;
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
    tag,
    // A list of parts and where they came from, beside the image.
    "--sbom=true",
    "--provenance=mode=max",
  ];
  const archive = `dist/${image}.tar`;
  return [
    [...build, "--output", `type=oci,dest=${archive}`],
    ["trivy", "image", "--input", archive, "--severity", "HIGH,CRITICAL", "--ignore-unfixed", "--exit-code", "1"],
    [...build, "--push", "--metadata-file", `dist/${image}.json`],
  ];
}

/** Eight digits of everything that is pinned. */
const stamp = (external: External): string =>
  createHash("sha256").update(JSON.stringify(external)).digest("hex").slice(0, 8);
