import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientConfig, Finding } from "./finding.ts";
import type { Needs } from "./needs.ts";

/** Lambda refuses a reservation that leaves fewer executions than this for all other functions of the account. */
const UNRESERVED = 100;

export async function checkLambdaConcurrency(
  config: ClientConfig,
  { reservedConcurrency }: Pick<Needs, "reservedConcurrency">,
): Promise<Finding[]> {
  const { AccountLimit } = await new LambdaClient(config).send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const needed = reservedConcurrency + UNRESERVED;
  if (limit >= needed) return [];
  return [
    {
      what: `Lambda allows ${limit} concurrent executions; the stage reserves ${reservedConcurrency}, and ${UNRESERVED} must stay unreserved. The deploy fails at the first function above the limit.`,
      // Concurrent executions, in the service quotas of Lambda.
      fix: `aws service-quotas request-service-quota-increase --region ${config.region} --service-code lambda --quota-code L-B99A9384 --desired-value ${needed}`,
    },
  ];
}
