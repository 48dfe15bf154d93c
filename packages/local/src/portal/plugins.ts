import { Hono } from "hono";

const TYPES: Record<string, string> = { ".json": "application/json", ".zip": "application/zip" };

/** Serves the plug-ins for Blender and Maya, preconfigured for the portal at `url`. They are packed on the first request. */
export function createPluginDownloads(url: string): Hono {
  let built: Promise<Map<string, Uint8Array>> | undefined;
  const app = new Hono();
  app.get("/:file", async (c) => {
    built ??= import("@pegbar/plugins").then(({ buildPlugins }) => buildPlugins(url));
    const file = c.req.param("file");
    const content = (await built).get(file);
    const type = TYPES[/\.\w+$/.exec(file)?.[0] ?? ""];
    if (!content || !type) return c.notFound();
    return c.body(new Uint8Array(content), 200, { "content-type": type, "cache-control": "no-cache" });
  });
  return app;
}
