import { open } from "node:fs/promises";
import { NO_FACTS } from "@pegbar/core/schema/media-facts.ts";
import type { Inspected } from "./inspect.ts";
import { InputError } from "./input-error.ts";
import { findSafetensorsError } from "./safetensors.ts";

const MAX_HEADER_BYTES = 1_000_000;

/** Checks a latent that ComfyUI's SaveLatent wrote: a safetensors file with the tensor `latent_tensor`. */
export async function inspectLatent(file: string): Promise<Inspected> {
  const reason = await findSafetensorsError(file);
  if (reason !== undefined)
    throw new InputError(
      "input_damaged",
      `The file is not in the safetensors format: ${reason}. Save the latent again.`,
    );
  const shape = await readShape(file);
  if (!shape)
    throw new InputError(
      "input_type_not_supported",
      "The file has no tensor latent_tensor, so it is no latent. Save it with ComfyUI's SaveLatent; upload models with `pegbar models add`.",
    );
  return {
    contentType: "application/x-safetensors",
    width: null,
    height: null,
    facts: { ...NO_FACTS, channels: shape[1] ?? null, frames: shape.length === 5 ? (shape[2] ?? null) : null },
  };
}

async function readShape(file: string): Promise<number[] | undefined> {
  await using handle = await open(file);
  const length = Number((await handle.read(Buffer.alloc(8), 0, 8, 0)).buffer.readBigUInt64LE());
  if (length > MAX_HEADER_BYTES) return undefined;
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, 8);
  const header = JSON.parse(buffer.toString("utf8")) as Record<string, { shape?: number[] }>;
  return Object.hasOwn(header, "latent_tensor") ? header["latent_tensor"]?.shape : undefined;
}
