import { connection, ports } from "../ports.ts";
import { resource } from "../resource.ts";
import { workApi } from "./app.ts";

/** Composition root of the Work API. */
export const main = (max?: number) =>
  workApi({ ports: ports(connection("DispatchDatabase", max)), workerKey: resource("WorkerKey").value });
