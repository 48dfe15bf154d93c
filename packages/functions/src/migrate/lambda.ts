import { readFile } from "node:fs/promises";
import path from "node:path";
import { ImageSnapshot, findSnapshotProblems } from "@pegbar/comfyui";
import * as z from "zod";
import { connect } from "@pegbar/core/platform/database";
import { migrate, buildRoleUrl } from "@pegbar/core/platform/database/migrate.ts";
import * as Image from "@pegbar/core/catalog/image";
import { runAsPlatform, createIdentityPorts } from "../ports.ts";
import { readKey, readResource } from "../resource.ts";

/** Files next to the bundle: scripts/build.ts puts the migrations there, the deploy the golden image's snapshot. */
const resolvePath = (name: string): string => path.join(import.meta.dirname, name);

const Laid = z.strictObject({ imageDigest: z.string(), snapshot: ImageSnapshot });

/** Runs before new code takes traffic: migrates the database and registers the image that graphs are validated against. */
export async function handler(): Promise<{ database: string; image: string }> {
  const { imageDigest, snapshot } = Laid.parse(JSON.parse(await readFile(resolvePath("image.json"), "utf8")));
  const problems = findSnapshotProblems(snapshot);
  if (problems.length > 0) throw new Error(`The golden image does not match its lock. ${problems.join(" ")}`);
  const { adminUrl, database, passwords } = readResource("Migration");
  const tenantKey = readKey("TenantKey");
  await migrate({ adminUrl, database, passwords, tenantKey, folder: resolvePath("migrations") });
  const dispatch = connect({ url: buildRoleUrl(adminUrl, database, "dispatch", passwords), tenantKey, max: 1 });
  try {
    const image = await runAsPlatform(createIdentityPorts(dispatch, "migrate"), "migrate", () =>
      Image.register(snapshot, imageDigest),
    );
    return { database, image };
  } finally {
    await dispatch.end();
  }
}
