import { openConnection, createPorts } from "../ports.ts";
import { readResource } from "../resource.ts";
import { createWorkApi } from "./app.ts";

/** Composition root of the Work API. `end` closes its connections. */
export function main(max?: number) {
  const database = openConnection("DispatchDatabase", max);
  const app = createWorkApi({ ports: createPorts(database, "work-api"), workerKey: readResource("WorkerKey").value });
  return { app, end: () => database.end() };
}
