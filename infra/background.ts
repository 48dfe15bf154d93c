import { plans, sends, times } from "./api";
import { databases } from "./database";
import { consumes, lambda, schedule } from "./function";
import { declared, stage } from "./here";
import { credentialKey, credentialLinks } from "./ledger";
import { invokesSender, senderLink } from "./outward";
import { deadQueues, mediaQueue, queueUrls, renditionQueue, takes, workQueues } from "./queue";
import { workloadClasses } from "./stage";
import { leaseKey, ledgerKey, tenantKey, webhookKey } from "./secret";
import { objectBucket, objectRights } from "./storage";

/** Resources of functions that process jobs and assets in the background. */
export const shared = [tenantKey, leaseKey, ledgerKey, objectBucket, ...queueUrls, times];

/** Opens untrusted files, in a child process without credentials. */
const media = lambda("Media", {
  entry: "media/lambda",
  memory: 3008,
  // The longest that Lambda allows: an input of 20 GB is hashed and assembled in one call.
  seconds: 900,
  inside: true,
  reserved: stage.concurrency.media,
  // The library for content credentials supports no other processor.
  architecture: "x86_64",
  link: [databases.app, ...shared, ...credentialLinks],
  permissions: [
    objectRights.read("inputs", "assets", "models", "credentialed"),
    objectRights.write("inputs", "thumbnails", "credentialed", "shared"),
    { actions: ["kms:Sign"], resources: [credentialKey.arn] },
    objectRights.list(),
    objectRights.key(),
    sends,
    takes(mediaQueue),
  ],
});
consumes("MediaTasks", media, mediaQueue, Math.max(2, stage.concurrency.media));

/** Makes movies and contact sheets, apart from the function that people wait for. */
const renditions = lambda("Renditions", {
  entry: "renditions/lambda",
  memory: 3008,
  seconds: 900,
  inside: true,
  reserved: stage.concurrency.renditions,
  // The encoder, as tested.
  architecture: "x86_64",
  link: [databases.app, ...shared],
  permissions: [
    objectRights.read("assets"),
    objectRights.write("renditions"),
    objectRights.key(),
    sends,
    takes(renditionQueue),
  ],
});
consumes("RenditionTasks", renditions, renditionQueue, Math.max(2, stage.concurrency.renditions));

/** Assigns usage plans to studios. Outside of the network, because the gateway's API has no endpoint there. */
const usagePlans = new sst.Linkable("UsagePlans", {
  properties: Object.fromEntries(Object.entries(plans).map(([tier, plan]) => [tier, plan.nodes.usagePlan.id])),
});
const gateway = `arn:aws:apigateway:${declared.region}::`;
const usagePlanIds = Object.values(plans).map((plan) => plan.nodes.usagePlan.id);
const planKeeper = lambda("PlanAssigner", {
  entry: "plan/lambda",
  memory: 256,
  seconds: 20,
  link: [usagePlans],
  permissions: [
    // Keys of all stages are in one list, in which a studio's key is found by its name.
    { actions: ["apigateway:GET", "apigateway:POST"], resources: [`${gateway}/apikeys`] },
    {
      actions: ["apigateway:POST"],
      resources: usagePlanIds.map((id) => $interpolate`${gateway}/usageplans/${id}/keys`),
    },
    {
      actions: ["apigateway:GET", "apigateway:DELETE"],
      resources: usagePlanIds.map((id) => $interpolate`${gateway}/usageplans/${id}/keys/*`),
    },
  ],
});

/** Runs every minute: corrects what crashes left behind. */
const repair = lambda("Repair", {
  entry: "reconciler/lambda",
  memory: 512,
  seconds: 55,
  inside: true,
  reserved: 1,
  link: [databases.dispatch, ...shared, new sst.Linkable("PlanKeeper", { properties: { name: planKeeper.name } })],
  permissions: [
    sends,
    { actions: ["lambda:InvokeFunction"], resources: [planKeeper.arn] },
    {
      actions: ["sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
      resources: deadQueues.map(({ arn }) => arn),
    },
    // Counts dispatch tickets, to replace those that a queue has lost.
    { actions: ["sqs:GetQueueAttributes"], resources: workloadClasses.map((name) => workQueues[name].arn) },
  ],
});
schedule("RepairSchedule", repair);

/** The only function that may delete objects. */
const janitor = lambda("Janitor", {
  entry: "janitor/lambda",
  memory: 512,
  seconds: 300,
  inside: true,
  reserved: 1,
  link: [databases.dispatch, ...shared],
  permissions: [objectRights.remove(), objectRights.list()],
});
schedule("JanitorSchedule", janitor);

/** Runs every minute: sends due webhook deliveries through the function that calls their URLs. */
const webhooks = lambda("Webhooks", {
  entry: "webhook/lambda",
  memory: 512,
  seconds: 60,
  inside: true,
  reserved: 2,
  link: [databases.webhook, webhookKey, times, senderLink],
  permissions: [invokesSender],
});
schedule("WebhooksSchedule", webhooks);
