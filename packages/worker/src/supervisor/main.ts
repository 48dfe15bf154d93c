/**
 * First process of ComfyUI's container: runs ComfyUI and lets the worker start and stop it over a unix socket.
 * `COMFYUI_SUPERVISOR` is the socket; see `../config.ts` for the rest.
 */
import { superviseChild } from "../process/child.ts";
import { readSupervisorConfig } from "../config.ts";
import { createLog } from "../log.ts";
import { supervise } from "./server.ts";

const { socket, options } = readSupervisorConfig(process.env);
const logOutput = createLog("comfyui");
const comfyui = superviseChild({ ...options, onLine: (line, ids) => logOutput("info", line, ids) });
const supervisor = await supervise(comfyui, socket);
await comfyui.start();
createLog("supervisor")("info", "supervising", { socket, url: options.url });

let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void supervisor
    .close()
    .then(() => comfyui.stop())
    .finally(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("disconnect", stop);
process.send?.({ type: "ready" });
