import { isRecord } from "@pegbar/comfyui";

/** Fields that Pegbar or a newer ComfyUI adds. */
const additions = new Set(["pegbar", "pegbar_asset_id", "preview_output", "format"]);
/** Lists that depend on the server, on what was cached, or on what ran before. */
const varying = new Set([
  "argv",
  "traceback",
  "input_config",
  "nodes",
  "jobs",
  "node_errors",
  "executed",
  "current_outputs",
]);
/** Objects with the values of any node. */
const opaque = new Set(["current_inputs"]);
/** Fields of servers with other extensions, and of prompts that failed. */
const absent = new Set(["extension", "execution_error"]);

/** Paths in `recorded` that `ours` lacks or that have another type there, and fields that only ours has. */
export function compareFields(recorded: unknown, ours: unknown, path = ""): string[] {
  if (Array.isArray(recorded) !== Array.isArray(ours) || typeof recorded !== typeof ours)
    return [`${path}: ${typeof recorded} is ${JSON.stringify(ours)}`];
  if (Array.isArray(recorded) && Array.isArray(ours))
    return recorded.length === ours.length
      ? recorded.flatMap((one, index) => compareFields(one, ours[index], `${path}/${index}`))
      : [`${path}: ${recorded.length} items are ${ours.length}`];
  if (!isRecord(recorded) || !isRecord(ours)) return [];
  const missing = Object.keys(recorded).flatMap((key) => {
    if (!Object.hasOwn(ours, key)) return absent.has(key) ? [] : [`${path}/${key} is missing`];
    const [before, now] = [recorded[key], ours[key]];
    if (opaque.has(key)) return isRecord(before) === isRecord(now) ? [] : [`${path}/${key} is another type`];
    return varying.has(key)
      ? compareItems(before, now, `${path}/${key}`)
      : compareFields(before, now, `${path}/${key}`);
  });
  const more = Object.keys(ours).filter((key) => !Object.hasOwn(recorded, key) && !additions.has(key));
  return [...missing, ...more.map((key) => `${path}/${key} is new`)];
}

/** The same for lists of another length: one item stands for all. */
function compareItems(recorded: unknown, ours: unknown, path: string): string[] {
  const first = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? Object.values(value)[0] : undefined;
  if (Array.isArray(recorded) !== Array.isArray(ours)) return compareFields(recorded, ours, path);
  const [before, now] = [first(recorded), first(ours)];
  return before === undefined || now === undefined ? [] : compareFields(before, now, `${path}/0`);
}
