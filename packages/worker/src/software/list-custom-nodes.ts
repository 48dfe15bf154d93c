import { InstalledCustomNode } from "@pegbar/core/contract";
import { keepValid } from "./keep-valid.ts";
import type { MachineFacts } from "./machine-facts.ts";

/**
 * Lists the custom nodes that ComfyUI loads, in order of their names: also those without classes, because a custom node can
 * change ComfyUI itself. A commit that was found on the disk counts more than that of the lock.
 * @param loaded names of those that have node classes
 * @param enabled names of those that ComfyUI may load; undefined for all
 */
export function listCustomNodes(
  loaded: readonly string[],
  enabled: readonly string[] | undefined,
  { customNodes = [], lock = [] }: Pick<MachineFacts, "customNodes" | "lock">,
): InstalledCustomNode[] {
  const isEnabled = (name: string) => enabled === undefined || enabled.includes(name) || enabled.includes(`${name}.py`);
  const found = new Map(customNodes.filter(({ name }) => isEnabled(name)).map((node) => [node.name, node]));
  const locked = new Map(lock.map((node) => [node.name, node]));
  const names = [...new Set([...found.keys(), ...loaded])].sort();
  return names.flatMap((name) => {
    const { repository, commit, version, sha256 } = found.get(name) ?? {};
    const origin = commit === undefined ? locked.get(name) : { repository, commit };
    const node = keepValid(InstalledCustomNode.shape, { name, ...origin, version, sha256 });
    return node.name === undefined ? [] : [{ ...node, name: node.name }];
  });
}
