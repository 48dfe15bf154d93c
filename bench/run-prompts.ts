import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ComfyClient, Graph } from "@pegbar/comfyui";

/** @returns the prompt's id */
export async function submitPrompt(client: ComfyClient, graph: Graph, clientId: string): Promise<string> {
  const promptId = randomUUID();
  const answer = await client.submit(graph, promptId, clientId);
  if (!answer.accepted) throw new Error(`the server refused the graph: ${JSON.stringify(answer.body)}`);
  return promptId;
}

/** Queues all prompts on ComfyUI at once, as different clients, and waits until the last one has ended. */
export async function runBackToBack(client: ComfyClient, graphs: readonly Graph[]): Promise<void> {
  const prompts: string[] = [];
  for (const graph of graphs) prompts.push(await submitPrompt(client, graph, randomUUID()));
  for (const promptId of prompts) while (!(await client.history(promptId))) await sleep(200);
}
