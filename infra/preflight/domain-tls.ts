import { APIGatewayClient, GetDomainNameCommand } from "@aws-sdk/client-api-gateway";
import type { ClientConfig, Finding } from "./finding.ts";

/** Security policies of API Gateway that only accept TLS 1.2 and later. */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23])/;

/** @param domain name of the API; null for AWS's own name, which has AWS's own policy */
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
            what: `${domain} accepts TLS older than 1.2: its security policy is ${securityPolicy}.`,
            fix: `aws apigateway update-domain-name --region ${config.region} --domain-name ${domain} --patch-operations op=replace,path=/securityPolicy,value=TLS_1_2`,
          },
        ];
  } catch (error) {
    // The deploy creates the domain, with TLS 1.2.
    if (error instanceof Error && error.name === "NotFoundException") return [];
    throw error;
  }
}
