import * as z from "zod";

const Version = z.string().regex(/^\d+\.\d+\.\d+$/);

export const PluginVersions = z.object({ version: Version, minimumVersion: Version }).meta({ id: "PluginVersions" });
