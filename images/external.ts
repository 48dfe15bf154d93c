import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { NodesLock } from "@pegbar/comfyui";

const Pinned = z.string().regex(/^[^@\s]+@sha256:[0-9a-f]{64}$/, "an image by its digest: registry/name@sha256:…");
const Commit = z.string().regex(/^[0-9a-f]{40}$/, "a full commit: 40 hexadecimal digits");

/**
 * All external inputs of the images. They are empty in the repository. To build, read each value at its source and enter
 * it (docs/operations/cloud.md). A build with an empty value fails.
 */
export const External = z.strictObject({
  /** CUDA images with and without compilers. */
  cudaBuild: Pinned,
  cudaRuntime: Pinned,
  /** Image that `node` is copied from, and base of the worker's image. */
  node: Pinned,
  nodeDistroless: Pinned,
  /** Snapshot of Ubuntu's archive that packages are installed from. CUDA's images must be of 24.04 or later. */
  aptSnapshot: z.string().regex(/^\d{8}T\d{6}Z$/, "a time such as 20261130T000000Z"),
  comfyuiRepository: z.url({ protocol: /^https$/ }),
  comfyuiCommit: Commit,
});
export type External = z.output<typeof External>;

/** A package with its hashes on the following lines, as `pip-compile --generate-hashes` writes it. */
const REQUIREMENT = /^[A-Za-z0-9._[\]-]+==\S+ \\$/;

/** Reads the external inputs of a folder of images. @throws Error that lists all invalid values */
export function readExternal(folder: string): {
  external: External;
  nodes: NodesLock["nodes"];
  packages: string[];
} {
  const problems: string[] = [];
  const read = <S extends z.ZodType>(file: string, shape: S): z.output<S> | undefined => {
    const found = shape.safeParse(JSON.parse(readFileSync(path.join(folder, file), "utf8")));
    if (!found.success) problems.push(`${file}:\n${z.prettifyError(found.error)}`);
    return found.data;
  };
  const external = read("external.json", External);
  const nodes = read("comfyui/nodes.lock.json", NodesLock);
  const lines = readRequirements(folder, problems);
  if (!external || !nodes || problems.length > 0) throw new Error(problems.join("\n"));
  return { external, nodes: nodes.nodes, packages: lines };
}

function readRequirements(folder: string, problems: string[]): string[] {
  const file = "comfyui/requirements.lock";
  let text = "";
  try {
    text = readFileSync(path.join(folder, file), "utf8");
  } catch {
    problems.push(`${file} is missing: pip-compile --generate-hashes --output-file ${file} COMFYUI/requirements.txt`);
    return [];
  }
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith(" "));
  const bare = lines.filter((line) => !REQUIREMENT.test(line));
  if (bare.length > 0) problems.push(`${file}: without version or hash: ${bare.slice(0, 5).join(", ")}`);
  return lines.map((line) => line.replace(/ \\$/, ""));
}

/** Lists the Debian packages that the golden image installs to build and to run. */
export const readDebianPackages = (folder: string): string[] =>
  [
    ...readFileSync(path.join(folder, "comfyui/Dockerfile"), "utf8").matchAll(
      /apt-get install (?:--update --snapshot "\$\{APT_SNAPSHOT\}" )?-y --no-install-recommends ([^\\\n]+)/g,
    ),
  ].flatMap(([, names = ""]) => names.trim().split(/\s+/));
