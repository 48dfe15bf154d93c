import { getArchitecture, repositoryOf, type images } from "../infra/gpu/repositories.ts";
import type { External } from "./external.ts";

export type Image = (typeof images)[number];

const buildInputs = (image: Image, external: External): Record<string, string> =>
  image === "comfyui"
    ? {
        CUDA_BUILD: external.cudaBuild,
        CUDA_RUNTIME: external.cudaRuntime,
        NODE_IMAGE: external.node,
        APT_SNAPSHOT: external.aptSnapshot,
        COMFYUI_REPOSITORY: external.comfyuiRepository,
        COMFYUI_COMMIT: external.comfyuiCommit,
      }
    : { NODE_DISTROLESS: external.nodeDistroless };

interface Target {
  registry: string;
  /** A new tag for each build, because tags in the repositories are immutable. */
  tag: string;
}

/**
 * Commands that build an image and push it. For the golden image they also write its snapshot to
 * `dist/snapshot/image.json`.
 */
export function buildCommands(image: Image, external: External, { registry, tag }: Target): string[][] {
  const repository = repositoryOf.image(image);
  const build = [
    "docker",
    "buildx",
    "build",
    ".",
    "--file",
    `${image}/Dockerfile`,
    "--platform",
    `linux/${getArchitecture(repository)}`,
    ...Object.entries(buildInputs(image, external)).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]),
    "--tag",
    `${registry}/${repository}:${tag}`,
    // SBOM and provenance, next to the image.
    "--sbom=true",
    "--provenance=mode=max",
  ];
  return [
    [...build, "--push", "--metadata-file", `dist/${image}.json`],
    ...(image === "comfyui" ? [[...build, "--target", "snapshot", "--output", "type=local,dest=dist/snapshot"]] : []),
  ];
}

/** Commands that scan a pushed image by its digest, and fail for known vulnerabilities. */
export const buildScanCommand = (image: Image, registry: string, digest: string): string[] => [
  "trivy",
  "image",
  "--severity",
  "HIGH,CRITICAL",
  "--ignore-unfixed",
  "--exit-code",
  "1",
  // The pushed artifact is an index, from which the scanner would choose its own architecture.
  "--platform",
  `linux/${getArchitecture(repositoryOf.image(image))}`,
  `${registry}/${repositoryOf.image(image)}@${digest}`,
];
