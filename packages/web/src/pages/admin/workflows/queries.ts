import { queryOptions } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";

export type Workflow = components["schemas"]["Workflow"];
export type WorkflowVersion = components["schemas"]["WorkflowVersion"];

/** Active and retired workflows, by name. Its key starts like the one of the active ones, so that both are invalidated. */
export const allWorkflows = queryOptions({
  queryKey: ["workflows", "all"],
  queryFn: async ({ signal }) => {
    const list = (retired: boolean) => Array.fromAsync(api.pages("/v1/workflows", { limit: 200, retired }, { signal }));
    const [active, retired] = await Promise.all([list(false), list(true)]);
    return [...active, ...retired].toSorted((a, b) => a.name.localeCompare(b.name));
  },
});

/** Versions per request: each has its graph. */
const PAGE = 50;

/** All versions of a workflow with their graphs, newest first. */
export const workflowVersions = (id: string) =>
  queryOptions({
    queryKey: ["workflows", id, "versions"],
    queryFn: async ({ signal }) => {
      const items: WorkflowVersion[] = [];
      for (let cursor: string | undefined; ;) {
        const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
        const page = await api.get("/v1/workflows/{id}/versions", { params: { path: { id }, query }, signal });
        items.push(...page.items);
        if (page.next === null) return items;
        cursor = page.next;
      }
    },
  });
