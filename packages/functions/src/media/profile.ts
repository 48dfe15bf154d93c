import { parse } from "icc";

/** Name of an ICC profile; undefined for a profile that cannot be read. */
export function readProfileName(profile: Buffer): string | undefined {
  try {
    return parse(profile).description?.trim();
  } catch {
    // An invalid profile; ComfyUI ignores profiles anyway.
    return undefined;
  }
}
