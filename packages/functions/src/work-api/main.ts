import { openConnection, createPorts } from "../ports.ts";
import { readResource } from "../resource.ts";
import { createWorkApi } from "./app.ts";

/** Composition root of the Work API. */
export const main = (max?: number) =>
  createWorkApi({
    ports: createPorts(openConnection("DispatchDatabase", max)),
    workerKey: readResource("WorkerKey").value,
  });
