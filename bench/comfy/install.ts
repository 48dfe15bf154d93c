import { existsSync } from "node:fs";
import path from "node:path";

/** Where `npm run comfy-sdk:install` puts Comfy Org's SDK and its proxy in front of one ComfyUI. */
const BIN = path.join(import.meta.dirname, "../../.tools/comfy-sdk/bin");

/** Whether they are installed. */
export const isInstalled = (): boolean => existsSync(path.join(BIN, "comfy-api-proxy"));

/** Returns the folder of their commands. @throws if they are not installed */
export function findCommands(): string {
  if (isInstalled()) return BIN;
  throw new Error("comfy-sdk and comfy-api-proxy are not installed. Run: npm run comfy-sdk:install");
}
