import { connection, ports } from "../ports.ts";
import { resource } from "../resource.ts";
import { workApi } from "./app.ts";

/** Composition root of the Work API. `end` closes its connections. */
export function main(max?: number) {
  const database = connection("DispatchDatabase", max);
  const app = workApi({ ports: ports(database), workerKey: resource("WorkerKey").value });
  return { app, end: () => database.end() };
}
