import { readFile } from "node:fs/promises";
import path from "node:path";
import { ImageSnapshot, findSnapshotProblems } from "@pegbar/comfyui";
import * as z from "zod";
import { connect } from "@pegbar/core/platform/database";
import { migrate, buildRoleUrl } from "@pegbar/core/platform/database/migrate.ts";
import * as Image from "@pegbar/core/catalog/image";
import { asPlatform, createIdentityPorts } from "../ports.ts";
import { readKey, readResource } from "../resource.ts";

/** Where scripts/build.ts lays the migrations: beside the bundle. So does the deploy with the golden image's snapshot. */
const resolvePath = (name: string): string => path.join(import.meta.dirname, name);

const Laid = z.strictObject({ imageDigest: z.string(), snapshot: ImageSnapshot });

/** Before new code takes traffic: makes the database what that code expects, and the image the one it checks graphs against. */
export async function handler(): Promise<{ database: string; image: string }> {
  const { imageDigest, snapshot } = Laid.parse(JSON.parse(await readFile(resolvePath("image.json"), "utf8")));
  const problems = findSnapshotProblems(snapshot);
  if (problems.length > 0) throw new Error(`The golden image is not what its lock says. ${problems.join(" ")}`);
  const { adminUrl, database, passwords } = readResource("Migration");
  const tenantKey = readKey("TenantKey");
  await migrate({ adminUrl, database, passwords, tenantKey, folder: resolvePath("migrations") });
  const dispatch = connect({ url: buildRoleUrl(adminUrl, database, "dispatch", passwords), tenantKey, max: 1 });
  try {
    const image = await asPlatform(createIdentityPorts(dispatch), "migrate", () =>
      Image.register(snapshot, imageDigest),
    );
    return { database, image };
  } finally {
    await dispatch.end();
  }
}
