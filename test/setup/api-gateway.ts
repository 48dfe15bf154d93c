import * as z from "zod";
import { startService } from "./service.ts";

const Key = z.object({ name: z.string(), value: z.string().min(20).max(128), enabled: z.boolean() });
const PlanKey = z.object({ keyId: z.string(), keyType: z.literal("API_KEY") });

/** Starts a fake API Gateway with keys and usage plans. Values of keys are unique, names are not, and a key has one plan. */
export async function startApiGateway(plans: readonly string[]) {
  const keys = new Map<string, z.infer<typeof Key>>();
  const members = new Map(plans.map((id) => [id, new Set<string>()]));
  const service = await startService(({ method, url, body }) => {
    const [, resource, planId = "", , keyId = ""] = url.pathname.split("/");
    if (resource === "apikeys" && method === "POST") {
      const key = Key.parse(body);
      if ([...keys.values()].some(({ value }) => value === key.value))
        return { status: 409, error: "ConflictException" };
      const id = `key${keys.size + 1}`;
      keys.set(id, key);
      return { status: 201, body: { id, ...key } };
    }
    if (resource === "apikeys") {
      const item = [...keys].map(([id, { name }]) => ({ id, name }));
      return { body: { item: item.filter(({ name }) => name.startsWith(url.searchParams.get("name") ?? "")) } };
    }
    const plan = members.get(planId);
    if (!plan) return { status: 404, error: "NotFoundException" };
    if (method === "POST") {
      const asked = PlanKey.parse(body);
      if ([...members.values()].some((one) => one.has(asked.keyId))) return { status: 409, error: "ConflictException" };
      plan.add(asked.keyId);
      return { status: 201, body: { id: asked.keyId, type: "API_KEY" } };
    }
    if (!plan.has(keyId)) return { status: 404, error: "NotFoundException" };
    if (method === "DELETE") plan.delete(keyId);
    return method === "DELETE" ? { status: 202 } : { body: { id: keyId, type: "API_KEY" } };
  });
  return {
    ...service,
    keys,
    /** Lists the values of a plan's keys. */
    in: (plan: string) => [...(members.get(plan) ?? [])].map((id) => keys.get(id)?.value),
  };
}
