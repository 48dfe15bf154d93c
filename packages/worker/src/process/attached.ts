import { CannotRestart, type ComfyProcess } from "./comfy-process.ts";

/** Attaches to a ComfyUI that Pegbar did not start. */
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
