import { runSimulation } from "@cloud-copilot/iam-simulate";
import { ACCOUNT } from "../answers.ts";

interface Asked {
  /** Parsed policies of the role. */
  policies: readonly unknown[];
  role: string;
  action: string;
  resource: string;
  /** Parsed policy of the resource, if it has one. */
  resourcePolicy?: unknown;
  context?: Record<string, string>;
}

/** Whether AWS would allow an action, by the policies of the role and of the resource. */
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
