import { cluster, migration } from "./database";
import { getSnapshotFile } from "./declared";
import { lambda, startAfter } from "./function";
import { declared, stage } from "./here";
import { ways } from "./network";
import { tenantKey } from "./secret";

/** The only one that is the owner of the tables. */
export const migrate = lambda("Migrate", {
  entry: "migrate/lambda",
  memory: 512,
  seconds: 600,
  inside: true,
  reserved: 1,
  link: [migration, tenantKey],
  // What graphs are checked against from then on: it goes with the image that workers run.
  files: { "image.json": getSnapshotFile($cli.paths.root, stage.name, declared) },
});

/** Runs with each new version of the code, and before any other function gets it. */
startAfter(
  new aws.lambda.Invocation(
    "Migrated",
    {
      functionName: migrate.name,
      input: JSON.stringify({}),
      triggers: { code: migrate.nodes.function.codeSha256 },
    },
    { dependsOn: [cluster, ...ways] },
  ),
);
