import { rmSync } from "node:fs";
import { inject } from "vitest";
import { startPlatform, type Options, type Platform } from "@pegbar/local/platform/index.ts";
import { createDataFolder } from "./data-folder.ts";

/** Starts an embedded platform on free ports. Its data are removed when it stops. */
export async function startTestPlatform(name: string, options: Partial<Options> = {}): Promise<Platform> {
  const dir = createDataFolder(name);
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const platform = await startPlatform({
      dir,
      basePort: 0,
      volatile: true,
      bundles: inject("bundles"),
      ...options,
    });
    return { ...platform, stop: () => platform.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
