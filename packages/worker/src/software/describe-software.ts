import {
  describeFlags,
  listEnabledCustomNodes,
  parseCudaVersion,
  parsePythonVersion,
  parsePytorchVersion,
  type SystemStats,
} from "@pegbar/comfyui";
import {
  ComfyuiFlag,
  PackageVersions,
  Software,
  softwareLimits,
  type InstalledCustomNode,
} from "@pegbar/core/contract";
import { keepValid } from "./keep-valid.ts";
import { listCustomNodes } from "./list-custom-nodes.ts";
import type { MachineFacts } from "./machine-facts.ts";

/** The packages that compute, among those that ComfyUI itself reports. */
const COMPUTING = new Set(["comfy-kitchen", "comfy-aimdo"]);

const { python, pytorch, cuda, driver, comfyuiCommit } = Software.shape;
const single = { python, pytorch, cuda, driver, comfyuiCommit };

/**
 * Describes the software of a ComfyUI from what it reports and what its machine knows. What is unknown or has an unexpected
 * form is left out, because it must not keep a worker from registering.
 * @param loadedNodes names of the custom nodes that have node classes
 */
export function describeSoftware(
  system: SystemStats["system"],
  loadedNodes: readonly string[],
  machine: MachineFacts,
): Software {
  const torch = parsePytorchVersion(system.pytorch_version);
  const flags = describeFlags(system.argv).filter((flag) => ComfyuiFlag.safeParse(flag).success);
  const packages = listPackages(system, machine);
  const known = {
    ...keepValid(single, {
      ...machine,
      python: parsePythonVersion(system.python_version) ?? machine.python,
      pytorch: torch ?? machine.packages?.["torch"],
      cuda: machine.cuda ?? parseCudaVersion(torch),
    }),
    ...(flags.length > 0 ? { flags: flags.slice(0, softwareLimits.flags) } : {}),
    ...(Object.keys(packages).length > 0 ? { packages } : {}),
  };
  return addCustomNodes(known, listCustomNodes(loadedNodes, listEnabledCustomNodes(system.argv), machine));
}

function listPackages({ comfy_package_versions: reported }: SystemStats["system"], { packages = {} }: MachineFacts) {
  const own = reported.flatMap(({ name, installed }) =>
    COMPUTING.has(name) && typeof installed === "string" ? [[name, installed] as const] : [],
  );
  const all = Object.entries({ ...Object.fromEntries(own), ...packages });
  return Object.fromEntries(all.filter(([name, version]) => PackageVersions.safeParse({ [name]: version }).success));
}

/** Adds as many custom nodes as the limits allow, and the number of the others. */
function addCustomNodes(known: Software, nodes: readonly InstalledCustomNode[]): Software {
  if (nodes.length === 0) return known;
  for (let count = Math.min(nodes.length, softwareLimits.customNodes); ; count--) {
    const more = nodes.length - count;
    const software = { ...known, customNodes: nodes.slice(0, count), ...(more > 0 ? { moreCustomNodes: more } : {}) };
    if (count === 0 || Software.safeParse(software).success) return software;
  }
}
