import { cluster, migration } from "./database";
import { getSnapshotFile } from "./declared";
import { lambda, startAfter } from "./function";
import { declared, stage } from "./here";
import { ways } from "./network";
import { tenantKey } from "./secret";

/** The only function that uses the owner of the tables. */
export const migrate = lambda("Migrate", {
  entry: "migrate/lambda",
  memory: 512,
  seconds: 600,
  inside: true,
  reserved: 1,
  link: [migration, tenantKey],
  // Image that graphs are validated against after this deploy, which also deploys the workers' image.
  files: { "image.json": getSnapshotFile($cli.paths.root, stage.name, declared) },
});

/** Runs with each new version of the code, before other functions are updated. */
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
