import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "../answers.ts";

interface Asked {
  /** Policies of the role itself, as JSON means them. */
  policies: readonly unknown[];
  role: string;
  action: string;
  resource: string;
  /** Of what is asked for, if it has one. */
  resourcePolicy?: unknown;
  context?: Record<string, string>;
}

/** Whether a role may, by its own policies and that of the resource: as AWS would decide. */
export async function simulate({ policies, role, action, resource, resourcePolicy, context }: Asked): Promise<boolean> {
  const principal = `arn:aws:iam::${ACCOUNT}:role/${role}`;
  const found = await runSimulation(
    {
      identityPolicies: policies.map((policy, index) => ({ name: `${role}-${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
      request: {
        action,
        principal,
        resource: { accountId: ACCOUNT, resource },
        contextVariables: { "aws:SecureTransport": "true", "aws:PrincipalArn": principal, ...context },
      },
    },
    {},
  );
  if (found.resultType === "error") throw new Error(`${role} ${action} ${resource}: ${JSON.stringify(found.errors)}`);
  return found.overallResult === "Allowed";
}
