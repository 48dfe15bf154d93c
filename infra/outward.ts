import { lambda, runOnSchedule } from "./function";
import { declared } from "./here";
import { identity, keysParameter } from "./identity";

/** Functions with internet access: outside of the network, without a database. */

export const webhookTargets = new sst.Linkable("WebhookTargets", { properties: { local: false } });

/** Calls webhook URLs of studios. Its role has no permissions. */
const sender = lambda("WebhookCaller", {
  entry: "webhook/sender",
  memory: 512,
  seconds: 30,
  link: [webhookTargets],
});
export const senderLink = new sst.Linkable("WebhookSender", { properties: { name: sender.name } });
export const invokesSender = { actions: ["lambda:InvokeFunction"], resources: [sender.arn] };

/** Fetches the issuer's keys and stores them for functions inside the network. */
const issuerKeys = lambda("IssuerKeys", {
  entry: "identity/keys",
  memory: 256,
  seconds: 20,
  link: [identity],
  permissions: [
    {
      actions: ["ssm:PutParameter", "ssm:GetParameter"],
      resources: [`arn:aws:ssm:${declared.region}:${declared.account}:parameter${keysParameter}`],
    },
  ],
});
runOnSchedule("IssuerKeysSchedule", "rate(5 minutes)", issuerKeys);
