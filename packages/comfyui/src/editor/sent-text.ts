import { limits } from "../problem.ts";
import type { EditorNode, Widget } from "./model.ts";

/** Classes whose `filename_prefix` may name values of other nodes. */
const savingClasses = new Set([
  "SaveImage",
  "SaveImageAdvanced",
  "SaveSVGNode",
  "SaveVideo",
  "SaveAnimatedWEBP",
  "SaveWEBM",
  "SaveAudio",
  "SaveAudioMP3",
  "SaveAudioOpus",
  "SaveAudioAdvanced",
  "SaveGLB",
  "Save3DAdvanced",
  "SaveGaussianSplat",
  "SavePointCloud",
  "SaveAnimatedPNG",
  "CLIPSave",
  "VAESave",
  "ModelSave",
  "LoraSave",
  "SaveLatent",
]);

/** Whether the editor reads a field's text as a dynamic prompt. */
export const isDynamicPrompt = (widget: Widget): widget is Widget & { value: string } =>
  widget.input?.options["dynamicPrompts"] === true && typeof widget.value === "string";

/** Removes C-style comments: to the end of a line, and in blocks. Takes linear time for any text. */
function stripComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let slash = text.indexOf("/"); slash !== -1; slash = text.indexOf("/", Math.max(slash + 1, at))) {
    const isLine = text[slash + 1] === "/";
    const end = isLine ? endOfLine(text, slash) : text[slash + 1] === "*" ? text.indexOf("*/", slash + 2) : undefined;
    if (end === undefined) continue;
    // Without an end, no later comment in a block has one either.
    if (end === -1) return [...kept, text.slice(at, slash), stripLineComments(text.slice(slash))].join("");
    kept.push(text.slice(at, slash));
    at = isLine ? end : end + 2;
  }
  return [...kept, text.slice(at)].join("");
}

const stripLineComments = (text: string): string => text.replaceAll(/\/\/.*/g, "");

function endOfLine(text: string, from: number): number {
  const found = text.slice(from).search(/[\n\r\u2028\u2029]/);
  return found === -1 ? text.length : from + found;
}

/**
 * The text that the editor sends for a dynamic prompt: without comments (`// …`, also in an address) and, where there is
 * nothing to choose, without braces. A text with a choice (`{day|night}`) stays as it is, because the editor chooses anew
 * each time.
 */
export function sendDynamicPrompt(text: string): { text: string; hasChoice: boolean } {
  const written = stripComments(text);
  const kept: string[] = [];
  let depth = 0;
  for (let at = 0; at < written.length; at++) {
    const char = written[at]!;
    if (char === "|" && depth > 0) return { text: written, hasChoice: true };
    if (char === "\\") kept.push(char, written[++at] ?? "");
    else if (char === "{") depth++;
    else if (char === "}" && depth > 0) depth--;
    else kept.push(char);
  }
  return { text: kept.join("").replaceAll(/\\([{}|])/g, "$1"), hasChoice: false };
}

/** Whether a field names an output file, in which the editor fills in values of other nodes. */
export const isFileName = ({ type }: EditorNode, widget: Widget): widget is Widget & { value: string } =>
  widget.name === "filename_prefix" &&
  savingClasses.has(type) &&
  typeof widget.value === "string" &&
  widget.value.includes("%") &&
  widget.value.length <= limits.name;

// eslint-disable-next-line no-control-regex
const unsafeInFileName = /[/?<>\\:*|"\x00-\x1F\x7F]/g;

const findByName = (nodes: readonly EditorNode[], name: string): EditorNode | undefined =>
  nodes.find(({ properties }) => properties["Node name for S&R"] === name) ?? nodes.find(({ title }) => title === name);

/** Fills in `%Node.field%`. Leaves `%date:…%`, `%width%` and names that no node has. */
export const fillFileName = (text: string, nodes: readonly EditorNode[]): string =>
  text.replaceAll(/%([^%]+)%/g, (match: string, inside: string) => {
    const [name = "", field, ...rest] = inside.split(".");
    if (field === undefined || rest.length > 0) return match;
    const widget = findByName(nodes, name)?.widgets.find((w) => w.name === field);
    if (!widget) return match;
    const { value } = widget;
    return (value === null || value === undefined ? "" : String(value)).replaceAll(unsafeInFileName, "_");
  });
