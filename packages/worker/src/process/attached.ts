import { CannotRestart, type ComfyProcess } from "./comfy-process.ts";

/** A ComfyUI that somebody else started. */
export function attachTo(url: string): ComfyProcess {
  return {
    url,
    canRestart: false,
    start: async () => undefined,
    restart: async () => {
      throw new CannotRestart(url);
    },
    stop: async () => undefined,
    readMemory: async () => undefined,
    onExit: () => undefined,
    close: async () => undefined,
  };
}
