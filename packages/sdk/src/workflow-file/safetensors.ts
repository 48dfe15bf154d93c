import { parseWorkflowJson } from "./json.ts";
import { decodeText, type FileSource, type FoundTexts, MalformedFileError, readExactly, viewOf } from "./source.ts";

/** Safetensors and ComfyUI's `.latent`: a header in JSON, whose `__metadata__` has texts by name. */
export async function readSafetensors(source: FileSource, found: FoundTexts): Promise<void> {
  const length = Number(viewOf(await readExactly(source, 0, 8)).getBigUint64(0, true));
  const header = parseWorkflowJson(decodeText(await readExactly(source, 8, length)));
  if (typeof header !== "object" || header === null) throw new MalformedFileError("The header is not an object.");
  const metadata = (header as Record<string, unknown>)["__metadata__"];
  if (typeof metadata !== "object" || metadata === null) return;
  for (const [name, text] of Object.entries(metadata)) if (typeof text === "string") found.add(name, text);
}
