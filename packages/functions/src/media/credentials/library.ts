type Library = typeof import("@contentauth/c2pa-node");

/** c2pa-node's binary does not run on this machine, so credentials can be neither signed nor read. */
export class NoLibrary extends Error {}

let loaded: Promise<Library> | undefined;

/**
 * Loads the C2PA library at its first use, in the sandboxed process only.
 * @throws {NoLibrary} if its binary does not run on this machine
 */
export const loadLibrary = (): Promise<Library> => (loaded ??= load());

async function load(): Promise<Library> {
  const found = await import("@contentauth/c2pa-node");
  try {
    // The first call of the binary, which throws if it does not run on this machine.
    found.Builder.new();
    return found;
  } catch (error) {
    throw new NoLibrary(error instanceof Error ? error.message : String(error));
  }
}
