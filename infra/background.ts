import { sends, times, webhookTargets } from "./api";
import { databases } from "./database";
import { lambda } from "./function";
import { declared, stage } from "./here";
import { identity, keysParameter } from "./identity";
import { deadQueueArns, mediaQueue, queueUrls } from "./queue";
import { leaseKey, ledgerKey, tenantKey, webhookKey } from "./secret";
import { objectBucket, objectRights } from "./storage";

const shared = [tenantKey, leaseKey, ledgerKey, objectBucket, ...queueUrls, times];
const every = (name: string, schedule: "rate(1 minute)" | "rate(5 minutes)", of: sst.aws.Function) =>
  new sst.aws.CronV2(name, { schedule, function: of.arn, retries: 0 });

/** Opens strangers' files, in a process within it that has no credentials. */
const media = lambda("Media", {
  entry: "media/lambda",
  memory: 3008,
  seconds: 150,
  inside: true,
  reserved: stage.concurrency.media,
  link: [databases.app, ...shared],
  permissions: [
    objectRights.read("inputs", "assets", "models"),
    objectRights.write("thumbnails", "assets"),
    objectRights.list(),
    objectRights.key(),
    sends,
    {
      actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
      resources: [mediaQueue.arn],
    },
  ],
});
new aws.lambda.EventSourceMapping("MediaTasks", {
  eventSourceArn: mediaQueue.arn,
  functionName: media.arn,
  batchSize: 1,
  functionResponseTypes: ["ReportBatchItemFailures"],
  scalingConfig: { maximumConcurrency: Math.max(2, stage.concurrency.media) },
});

/** Every minute: puts right what crashes left behind. */
const repair = lambda("Repair", {
  entry: "repair/lambda",
  memory: 512,
  seconds: 55,
  inside: true,
  reserved: 1,
  link: [databases.dispatch, ...shared],
  permissions: [
    sends,
    { actions: ["sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: deadQueueArns },
  ],
});
every("RepairEveryMinute", "rate(1 minute)", repair);

/** The only one that may remove an object. */
const janitor = lambda("Janitor", {
  entry: "janitor/lambda",
  memory: 512,
  seconds: 300,
  inside: true,
  reserved: 1,
  link: [databases.dispatch, ...shared],
  permissions: [objectRights.remove(), objectRights.list()],
});
every("JanitorEveryMinute", "rate(1 minute)", janitor);

/** Calls studios' addresses: outside of the network, with no database and no right at all. */
const sender = lambda("WebhookCaller", {
  entry: "webhook/sender",
  memory: 512,
  seconds: 30,
  link: [webhookTargets],
});
/** Finds out what is to be sent, and has it sent. */
const webhooks = lambda("Webhooks", {
  entry: "webhook/lambda",
  memory: 512,
  seconds: 60,
  inside: true,
  reserved: 2,
  link: [
    databases.webhook,
    webhookKey,
    times,
    new sst.Linkable("WebhookSender", { properties: { name: sender.name } }),
  ],
  permissions: [{ actions: ["lambda:InvokeFunction"], resources: [sender.arn] }],
});
every("WebhooksEveryMinute", "rate(1 minute)", webhooks);

/** Fetches the keys of whoever signs people in, and leaves them where those within the network find them. */
const issuerKeys = lambda("IssuerKeys", {
  entry: "identity/keys",
  memory: 256,
  seconds: 20,
  link: [identity],
  permissions: [
    {
      actions: ["ssm:PutParameter"],
      resources: [`arn:aws:ssm:${declared.region}:${declared.account}:parameter${keysParameter}`],
    },
  ],
});
every("IssuerKeysEveryFiveMinutes", "rate(5 minutes)", issuerKeys);

/** What alarms look at. */
export const watched = { media, repair, janitor, webhooks, sender, issuerKeys };
