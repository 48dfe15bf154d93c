import { ANCHORS, BUCKET, queues } from "../platform/resources.ts";
import { HOST } from "../platform/addresses.ts";
import { waitForAbort, readSetting } from "../process/run.ts";
import { startStore } from "../store/strict.ts";
import type { Component } from "./component.ts";

/** Local SQS and S3 with their data on disk. */
export const store: Component = async (signal, ready) => {
  const dir = readSetting("STORE_DIR");
  const server = await startStore({
    port: Number(readSetting("STORE_PORT")),
    host: HOST,
    dataDir: dir,
    s3StorageDir: `${dir}/objects`,
    init: { queues, buckets: [BUCKET, ANCHORS] },
  });
  ready();
  await waitForAbort(signal);
  await server.stop();
};
