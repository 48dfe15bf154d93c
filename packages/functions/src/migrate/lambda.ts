import { readFile } from "node:fs/promises";
import path from "node:path";
import { ImageSnapshot, snapshotProblems } from "@pegbar/comfyui";
import * as z from "zod";
import { connect } from "@pegbar/core/platform/database";
import { migrate, urlFor } from "@pegbar/core/platform/database/migrate.ts";
import * as Image from "@pegbar/core/catalog/image";
import { asPlatform, identityPorts } from "../ports.ts";
import { key, resource } from "../resource.ts";

/** Where scripts/build.ts lays the migrations: beside the bundle. So does the deploy with the golden image's snapshot. */
const beside = (name: string): string => path.join(import.meta.dirname, name);

const Laid = z.strictObject({ imageDigest: z.string(), snapshot: ImageSnapshot });

/** Before new code takes traffic: makes the database what that code expects, and the image the one it checks graphs against. */
export async function handler(): Promise<{ database: string; image: string }> {
  const { imageDigest, snapshot } = Laid.parse(JSON.parse(await readFile(beside("image.json"), "utf8")));
  const problems = snapshotProblems(snapshot);
  if (problems.length > 0) throw new Error(`The golden image is not what its lock says. ${problems.join(" ")}`);
  const { adminUrl, database, passwords } = resource("Migration");
  const tenantKey = key("TenantKey");
  await migrate({ adminUrl, database, passwords, tenantKey, folder: beside("migrations") });
  const dispatch = connect({ url: urlFor(adminUrl, database, "dispatch", passwords), tenantKey, max: 1 });
  try {
    const image = await asPlatform(identityPorts(dispatch), "migrate", () => Image.register(snapshot, imageDigest));
    return { database, image };
  } finally {
    await dispatch.end();
  }
}
