import type { MachineFacts } from "../software/machine-facts.ts";
import { CannotRestart, type ComfyProcess } from "./comfy-process.ts";

/**
 * Attaches to a ComfyUI that Pegbar did not start.
 * @param lock its custom nodes, as the operator has declared them
 */
export function attachTo(url: string, lock: NonNullable<MachineFacts["lock"]> = []): ComfyProcess {
  return {
    url,
    canRestart: false,
    start: async () => undefined,
    restart: async () => {
      throw new CannotRestart(url);
    },
    stop: async () => undefined,
    readMemory: async () => undefined,
    readMachineFacts: async () => ({ lock }),
    markStart: () => undefined,
    onExit: () => undefined,
    close: async () => undefined,
  };
}
