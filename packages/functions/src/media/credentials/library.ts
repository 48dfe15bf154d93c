type Library = typeof import("@contentauth/c2pa-node");

/** c2pa-node's binary does not run on this machine, so credentials can be neither signed nor read. */
export class NoLibrary extends Error {}

let loaded: Promise<Library> | undefined;

/**
 * The C2PA library; throws {@link NoLibrary} where its binary does not run. Loaded at its first use, in the sandboxed
 * process alone.
 */
export const loadLibrary = (): Promise<Library> => (loaded ??= load());

async function load(): Promise<Library> {
  const found = await import("@contentauth/c2pa-node");
  try {
    // Nothing is asked of the binary before.
    found.Builder.new();
    return found;
  } catch (error) {
    throw new NoLibrary(error instanceof Error ? error.message : String(error));
  }
}
