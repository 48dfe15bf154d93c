import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { ClientConfig, Finding } from "./finding.ts";

interface Mail {
  /** Identity in SES that Cognito sends from; null for Cognito's own address. */
  from: string | null;
  /** Whether people sign in with Cognito. */
  usesCognito: boolean;
}

/** Mails per day and account that Cognito sends from its own address (Cognito developer guide, quotas). */
const COGNITO_MAILS = 50;

export async function checkMail(config: ClientConfig, { from, usesCognito }: Mail): Promise<Finding[]> {
  if (!usesCognito) return [];
  const domain = from?.split("@")[1] ?? "DOMAIN";
  if (from === null)
    return [
      {
        what: `Cognito sends at most ${COGNITO_MAILS} mails per day from its own address: larger studios cannot be invited in one day.`,
        fix: `aws sesv2 create-email-identity --region ${config.region} --email-identity ${domain}, then declare mailFrom`,
      },
    ];
  const client = new SESv2Client(config);
  const [account, identity] = await Promise.all([
    client.send(new GetAccountCommand({})),
    client.send(new GetEmailIdentityCommand({ EmailIdentity: domain })).catch((error: unknown) => {
      if (error instanceof Error && error.name === "NotFoundException") return undefined;
      throw error;
    }),
  ]);
  return [
    ...(identity?.VerifiedForSendingStatus === true
      ? []
      : [
          {
            what: `SES has not verified ${domain}: it rejects Cognito's mails.`,
            fix: `aws sesv2 create-email-identity --region ${config.region} --email-identity ${domain}, then publish the DKIM records that it prints`,
          },
        ]),
    ...(account.ProductionAccessEnabled === true
      ? []
      : [
          {
            what: "SES is in its sandbox: it sends to verified addresses only.",
            fix: `aws sesv2 put-account-details --region ${config.region} --production-access-enabled --mail-type TRANSACTIONAL --website-url https://${domain}`,
          },
        ]),
  ];
}
