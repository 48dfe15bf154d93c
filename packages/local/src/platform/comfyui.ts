import * as z from "zod";

const Stats = z.object({ system: z.object({ comfyui_version: z.string() }) });
const TIMEOUT_MS = 10_000;

/** What a ComfyUI says of itself: version and nodes. Throws, in words, when it cannot be reached or is none. */
export async function inspect(url: string): Promise<{ comfyuiVersion: string; objectInfo: unknown }> {
  const ask = async (path: string): Promise<unknown> => {
    try {
      const response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return await response.json();
    } catch (error) {
      const reason =
        error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
      throw new Error(
        `No ComfyUI answers at ${url} (${reason}). Start it, or give its address: --comfyui http://127.0.0.1:8188`,
        { cause: error },
      );
    }
  };
  const stats = Stats.safeParse(await ask("/system_stats"));
  if (!stats.success)
    throw new Error(`What answers at ${url} is no ComfyUI. Give the address of one: --comfyui http://127.0.0.1:8188`);
  return { comfyuiVersion: stats.data.system.comfyui_version, objectInfo: await ask("/object_info") };
}
