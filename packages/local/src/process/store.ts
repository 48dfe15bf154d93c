import { startFauxqs } from "fauxqs";
import { BUCKET, queues } from "../platform/resources.ts";
import { HOST } from "../platform/addresses.ts";
import { aborted, run, setting } from "./run.ts";

/** SQS and S3 over the wire, data on disk. */
await run(async (signal, ready) => {
  const dir = setting("DATA_DIR");
  const server = await startFauxqs({
    port: Number(setting("PORT")),
    host: HOST,
    logger: false,
    dataDir: dir,
    s3StorageDir: `${dir}/objects`,
    init: {
      queues,
      buckets: [BUCKET],
    },
  });
  ready();
  await aborted(signal);
  await server.stop();
});
