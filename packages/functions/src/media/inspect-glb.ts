import { validateBytes } from "gltf-validator";
import { NO_FACTS } from "@pegbar/core/schema/media-facts.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";

/** Issues that are reported. */
const MAX_ISSUES = 5;
/** A resource outside of the file, which neither Pegbar nor ComfyUI loads. */
const EXTERNAL = "IO_ERROR";

/** Checks a GLB file with the validator of Khronos. */
export async function inspectGlb(bytes: Uint8Array): Promise<Inspected> {
  const { issues, info } = await validateBytes(bytes, {
    format: "glb",
    maxIssues: MAX_ISSUES,
    // Without this function, the validator reports no external resource.
    externalResourceFunction: () => Promise.reject(new Error("not in the file")),
  });
  const [first] = issues.messages.filter(({ severity }) => severity === 0);
  if (first) throw new InputError("input_damaged", `The GLB file is not valid: ${first.message} Export it again.`);
  const outside = issues.messages.some(({ code }) => code === EXTERNAL);
  return {
    contentType: "model/gltf-binary",
    width: null,
    height: null,
    facts: {
      ...NO_FACTS,
      codec: `glTF ${info?.version ?? "2.0"}`,
      warnings: outside
        ? [
            {
              code: "external_resource",
              message:
                "The GLB names files outside of it, which ComfyUI does not find. Export it with embedded buffers and textures.",
            },
          ]
        : [],
    },
  };
}
