import { ANCHORS, BUCKET, queues } from "../platform/resources.ts";
import { HOST } from "../platform/addresses.ts";
import { startStore } from "../store/strict.ts";
import { aborted, run, setting } from "./run.ts";

/** SQS and S3, data on disk. */
await run(async (signal, ready) => {
  const dir = setting("DATA_DIR");
  const server = await startStore({
    port: Number(setting("PORT")),
    host: HOST,
    dataDir: dir,
    s3StorageDir: `${dir}/objects`,
    init: {
      queues,
      buckets: [BUCKET, ANCHORS],
    },
  });
  ready();
  await aborted(signal);
  await server.stop();
});
