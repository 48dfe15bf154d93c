import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  paginateGetApiKeys,
  type APIGatewayClientConfig,
} from "@aws-sdk/client-api-gateway";
import type { Plans } from "../port/index.ts";
import type { Tier } from "../../schema/tenant.sql.ts";

interface Options {
  /** Ids of the usage plans. */
  usagePlans: Record<Tier, string>;
  client?: APIGatewayClientConfig;
}

/**
 * Usage plans of Amazon API Gateway. The name and value of a studio's API key are the studio's id. It is not a secret,
 * because the gateway accepts keys only from the authorizer.
 */
export function createApiGatewayPlans({ usagePlans, client: config = {} }: Options): Plans {
  const client = new APIGatewayClient(config);

  const findApiKey = async (tenantId: string): Promise<string> => {
    const key = { name: tenantId, value: tenantId, enabled: true };
    const made = await ignoreError("ConflictException", client.send(new CreateApiKeyCommand(key)));
    if (made?.id !== undefined) return made.id;
    for await (const { items = [] } of paginateGetApiKeys({ client }, { nameQuery: tenantId })) {
      const id = items.find(({ name }) => name === tenantId)?.id;
      if (id !== undefined) return id;
    }
    throw new Error(`the gateway's API key for ${tenantId} has another name`);
  };

  return {
    async assign(tenantId, tier) {
      const keyId = await findApiKey(tenantId);
      const usagePlanId = usagePlans[tier];
      const add = () => client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
      if (await ignoreError("ConflictException", add())) return;
      if (await ignoreError("NotFoundException", client.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId }))))
        return;
      // A key can have one plan per stage, so it must leave the other plan first. Until it is added again, the gateway
      // refuses its requests.
      for (const other of Object.values(usagePlans).filter((id) => id !== usagePlanId))
        await ignoreError(
          "NotFoundException",
          client.send(new DeleteUsagePlanKeyCommand({ usagePlanId: other, keyId })),
        );
      await add();
    },
  };
}

/** Compares names, because bundles of the SDK omit its error classes. */
async function ignoreError<T>(name: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}
