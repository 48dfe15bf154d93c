import { APIGatewayClient, GetDomainNameCommand } from "@aws-sdk/client-api-gateway";
import type { ClientConfig, Finding } from "./finding.ts";

/** Security policies of API Gateway that accept TLS 1.2 and later alone. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23])/;

/** @param domain name of the API; null where AWS names it, with a policy of AWS's own */
export async function checkDomainTls(config: ClientConfig, domain: string | null): Promise<Finding[]> {
  if (domain === null) return [];
  try {
    const { securityPolicy = "TLS_1_0" } = await new APIGatewayClient(config).send(
      new GetDomainNameCommand({ domainName: domain }),
    );
    return MODERN.test(securityPolicy)
      ? []
      : [
          {
            what: `${domain} accepts connections with an old TLS: its security policy is ${securityPolicy}.`,
            fix: `aws apigateway update-domain-name --region ${config.region} --domain-name ${domain} --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2`,
          },
        ];
  } catch (error) {
    // The deploy creates the name, with TLS 1.2.
    if (error instanceof Error && error.name === "NotFoundException") return [];
    throw error;
  }
}
