import { every, lambda } from "./function";
import { declared } from "./here";
import { identity, keysParameter } from "./identity";

/** Functions with internet access: outside of the network, without a database. */

export const webhookTargets = new sst.Linkable("WebhookTargets", { properties: { local: false } });

/** Calls studios' webhook URLs, without any permission. */
export const sender = lambda("WebhookCaller", {
  entry: "webhook/sender",
  memory: 512,
  seconds: 30,
  link: [webhookTargets],
});
export const senderLink = new sst.Linkable("WebhookSender", { properties: { name: sender.name } });
export const invokesSender = { actions: ["lambda:InvokeFunction"], resources: [sender.arn] };

/** Fetches the issuer's keys and stores them for functions inside the network. */
export const issuerKeys = lambda("IssuerKeys", {
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
every("IssuerKeysEveryFiveMinutes", "rate(5 minutes)", issuerKeys);
