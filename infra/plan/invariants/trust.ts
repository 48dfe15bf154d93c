import { changeResource, filterByType, toText, listStatements, grant } from "../query.ts";
import { listAssumable, listPassable, trusts } from "../trust.ts";
import type { Invariant } from "./invariant.ts";

const NODE_ROLE = /:role\/NodeRole$/;

export const trust: Invariant[] = [
  {
    name: "only the principal in the trust table can assume a role",
    why: "if the janitor's role trusted the account, any principal with sts:AssumeRole could delete objects",
    check: (plan) =>
      listAssumable(plan).flatMap(({ role, principals, conditions }) => {
        const entries = trusts.filter(({ roles }) => roles.test(role));
        const [entry] = entries;
        if (!entry || entries.length > 1) return [`${role} is in ${entries.length} entries of infra/plan/trust.ts`];
        const keys = conditions.map(([key]) => key);
        return [
          ...(principals.length === 1 && principals.every((one) => entry.principal.test(one))
            ? []
            : [`${role} trusts ${principals.join(", ")}`]),
          ...entry.conditions
            .filter((wanted) => !keys.some((key) => key.endsWith(wanted)))
            .map((wanted) => `${role} trusts without testing ${wanted}`),
        ];
      }),
    plant: (plan) =>
      changeResource(plan, "SequencerRole", (inputs) => {
        inputs["assumeRolePolicy"] = toText(inputs["assumeRolePolicy"]).replace(
          '"Service":',
          '"AWS":"arn:aws:iam::123456789012:root","Service":',
        );
      }),
  },
  {
    name: "only Karpenter can pass a role, and only the nodes' role to EC2",
    why: "a principal that passes a role to a service it controls has the role's permissions",
    check: (plan) =>
      listPassable(plan)
        .filter(
          ({ role, passed, service }) =>
            role !== "KarpenterRole" || !NODE_ROLE.test(passed) || service !== "ec2.amazonaws.com",
        )
        .map(({ role, passed, service }) => `${role} passes ${passed} to ${service ?? "any service"}`),
    plant: (plan) =>
      changeResource(plan, "KarpenterRole", (inputs) => {
        inputs["inlinePolicies"] = JSON.parse(
          JSON.stringify(inputs["inlinePolicies"]).replace("role/NodeRole", "role/*"),
        );
      }),
  },
  {
    name: "no role can assume another",
    why: "a chain of roles has the permissions of all of them",
    check: (plan) =>
      filterByType(plan, "iam/role:Role").flatMap(({ name, inputs }) =>
        listStatements({ inputs })
          .filter(({ Effect, Action }) => Effect === "Allow" && Action.some((one) => one.startsWith("sts:Assume")))
          .map(() => `${name} may assume a role`),
      ),
    plant: (plan) => grant(plan, "RepairRole", { Action: "sts:AssumeRole", Resource: "*" }),
  },
];
