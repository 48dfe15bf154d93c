import type { Planned } from "./plan.ts";

/** Lists resources whose type ends with this, such as `ec2/subnet:Subnet`. */
export const filterByType = (plan: readonly Planned[], type: string): Planned[] =>
  plan.filter((one) => one.type.endsWith(`:${type}`) || one.type === type);

export function getByName(plan: readonly Planned[], name: string): Planned {
  const found = plan.find((one) => one.name === name);
  if (!found) throw new Error(`no resource is named ${name}`);
  return found;
}

/** Returns the stage of a plan, which is Pulumi's stack in each resource's URN. */
export const getStageName = (plan: readonly Planned[]): string => plan[0]?.urn.split(":")[2] ?? "";

/** Whether a stage has cluster, nodes, model store and Work API. */
export const hasGpuTier = (plan: readonly Planned[]): boolean => plan.some(({ name }) => name === "GpuCluster");

/** Lists all direct and indirect dependencies of a resource, by name. */
export function listPredecessors(plan: readonly Planned[], name: string): Set<string> {
  const byUrn = Map.groupBy(plan, ({ urn }) => urn);
  const found = new Set<string>();
  const seen = new Set<string>();
  for (const open = [...getByName(plan, name).after]; open.length > 0;) {
    const urn = open.pop() ?? "";
    if (seen.has(urn)) continue;
    seen.add(urn);
    for (const one of byUrn.get(urn) ?? []) {
      found.add(one.name);
      open.push(...one.after);
    }
  }
  return found;
}

/** Returns the value at a path of a resource's inputs; undefined if the path does not exist. */
export const getValue = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[name] : undefined,
    value,
  );
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const toText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, unknown>>;
  Principal?: unknown;
}
const toTexts = (value: unknown): string[] => (typeof value === "string" ? [value] : list(value).map(toText));

/** Parses the statements of a policy, in JSON or as an object. Empty if there is no policy. */
export function parseStatements(policy: unknown): Statement[] {
  const { Statement = [] } = (typeof policy === "string" ? JSON.parse(policy) : (policy ?? {})) as {
    Statement?: Record<string, unknown>[];
  };
  return Statement.map((one) => ({
    ...one,
    Effect: one["Effect"] as "Allow",
    Action: toTexts(one["Action"]),
    Resource: toTexts(one["Resource"]),
  }));
}

/** Lists the own policies of a role, parsed. */
export const listPolicies = ({ inputs }: Pick<Planned, "inputs">): unknown[] =>
  list(inputs["inlinePolicies"]).map((policy) => JSON.parse(toText(getValue(policy, "policy"))) as unknown);

/** Lists the statements of a role's own policies. */
export const listStatements = (role: Pick<Planned, "inputs">): Statement[] =>
  listPolicies(role).flatMap(parseStatements);

/** Returns the plan with a permission added to a role, to plant a violation. */
export const grant = (plan: readonly Planned[], role: string, statement: object): Planned[] =>
  changeResource(plan, role, (inputs) => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    inputs["inlinePolicies"] = [...list(inputs["inlinePolicies"]), { name: "planted", policy }];
  });

/** Returns the plan with one changed resource, to plant a violation. */
export const changeResource = (
  plan: readonly Planned[],
  name: string,
  change: (inputs: Record<string, unknown>) => void,
): Planned[] => {
  getByName(plan, name);
  return plan.map((one) => {
    if (one.name !== name) return one;
    const inputs = structuredClone(one.inputs);
    change(inputs);
    return { ...one, inputs };
  });
};
export const addResource = (
  plan: readonly Planned[],
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Planned[] => [
  ...plan,
  { urn: `urn:pulumi:plan::pegbar::${type}::${name}`, type, name, parent: null, inputs, after: [] },
];
export const removeResource = (plan: readonly Planned[], name: string): Planned[] => {
  getByName(plan, name);
  return plan.filter((one) => one.name !== name);
};
