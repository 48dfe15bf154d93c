import { isEditorWorkflow, isRecord } from "@pegbar/comfyui";
import { Hono } from "hono";
import type { Classes } from "./classes.ts";
import type { Connection } from "./persist.ts";
import type { UserFiles } from "./user-files.ts";

interface Parts {
  readonly connection: Connection;
  readonly classes: Classes;
  readonly userFiles: UserFiles;
}

/** A workflow that the add-on can download. */
interface Listed {
  /** File name under which the add-on saves it. */
  readonly name: string;
  /** What the add-on asks for. */
  readonly path: string;
  readonly type: "file";
}

/** Folder of the studio's workflows in the list; no file of a tool can be in it. */
const STUDIO = "studio/";
/** Folder in which ComfyUI's editor saves workflows. */
const SAVED = "workflows";

/**
 * Routes of the custom node ComfyUI-Blender (4.5.0), which its add-on calls. Its panel shows only workflows with nodes of its
 * own, so of the studio's published workflows only those are listed.
 */
export function createBlenderRoutes({ connection, classes, userFiles }: Parts): Hono {
  const app = new Hono();
  /** Version id → graph. Versions never change. */
  const graphs = new Map<string, Record<string, unknown>>();

  async function readPublished(): Promise<Map<string, Record<string, unknown>>> {
    const { client, signal } = connection;
    const found = new Map<string, Record<string, unknown>>();
    for await (const { slug, versionId, retired } of client.pages("/v1/workflows", { limit: 200 }, { signal })) {
      if (retired) continue;
      const graph = graphs.get(versionId) ?? (await readGraph(versionId));
      graphs.set(versionId, graph);
      if (hasBlenderNode(graph)) found.set(`${slug}.json`, graph);
    }
    return found;
  }

  async function readGraph(versionId: string): Promise<Record<string, unknown>> {
    const { client, signal } = connection;
    const params = { path: { id: versionId }, query: { limit: 1 } };
    const { items } = await client.get("/v1/workflows/{id}/versions", { params, signal });
    return items[0]?.graph ?? {};
  }

  app.get("/blender/samplers", async (c) => {
    const sampler = (await classes.readParsed()).get("KSampler")?.inputs.find(({ name }) => name === "sampler_name");
    return c.json(sampler?.choices ?? []);
  });

  app.get("/blender/workflows", async (c) => {
    const studio = [...(await readPublished()).keys()].map((name): Listed => ({
      name,
      path: `${STUDIO}${name}`,
      type: "file",
    }));
    const saved = ((await userFiles.list(SAVED)) ?? [])
      .map(userFiles.toName)
      .filter((path) => path.endsWith(".json"))
      .map((path): Listed => ({ name: path.slice(path.lastIndexOf("/") + 1), path, type: "file" }));
    return c.json([...studio, ...saved]);
  });

  app.get("/blender/workflow", async (c) => {
    const path = c.req.query("filepath") ?? "";
    if (path === "") return c.text("The filepath query parameter is required", 400);
    if (path.startsWith(STUDIO)) {
      const graph = (await readPublished()).get(path.slice(STUDIO.length));
      return graph ? c.json(graph) : c.text("File not found", 404);
    }
    const bytes = await userFiles.read(path);
    if (!bytes) return c.text("File not found", 404);
    const saved = parseObject(new TextDecoder().decode(bytes));
    if (!saved) return c.text(`${path} is not a workflow: it is not a JSON object.`, 400);
    if (!isEditorWorkflow(saved)) return c.json(saved);
    const { client, signal } = connection;
    const { graph, problems } = await client.post("/v1/workflows/conversions", { body: { graph: saved }, signal });
    return problems.length === 0
      ? c.json(graph)
      : c.text(problems.map(({ message, remedy }) => `${message} ${remedy}`).join("\n"), 400);
  });
  return app;
}

const hasBlenderNode = (graph: Record<string, unknown>): boolean =>
  Object.values(graph).some((node) => isRecord(node) && /^Blender(Input|Output)/.test(String(node["class_type"])));

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // The caller says what is expected.
    return undefined;
  }
}
