import { alarm } from "./alarm";
import { api } from "./api";
import { clusterOf, proxyName } from "./database";
import { functions, schedules } from "./function";
import { stage } from "./here";
import { deadQueues, mediaQueue, workQueues } from "./queue";
import { workloadClasses } from "./stage";

// Imported last, when all functions of the stage are declared.
for (const [name, of] of functions)
  alarm(`Failing${name}`, {
    namespace: "AWS/Lambda",
    metric: "Errors",
    dimensions: { FunctionName: of.name },
    says: `The function ${name} fails.`,
    evaluations: 3,
  });
for (const [name, { of, rate }] of schedules)
  alarm(`Stopped${name}`, {
    namespace: "AWS/Lambda",
    metric: "Invocations",
    dimensions: { FunctionName: of.name },
    below: 1,
    ...(rate === "rate(1 hour)" ? { period: 3600, evaluations: 2 } : { period: 60, evaluations: 10 }),
    says: `The schedule of ${name} has stopped: the function has not been started for a while.`,
  });
for (const [at, queue] of deadQueues.entries())
  alarm(`Dead${workloadClasses[at]}`, {
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: "Maximum",
    says: `Dispatch tickets of the class ${workloadClasses[at]} were not consumed. The reconciler issues new ones; find the cause.`,
  });
if (stage.gpuTier)
  for (const name of workloadClasses)
    alarm(`Waiting${name}`, {
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: workQueues[name].nodes.queue.name },
      statistic: "Maximum",
      above: 20 * 60,
      evaluations: 5,
      says: `Work of the class ${name} has been queued for longer than a node needs to start: no Spot capacity, no quota, or no image.`,
    });
alarm("MediaWaits", {
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: mediaQueue.nodes.queue.name },
  statistic: "Maximum",
  above: 300,
  evaluations: 5,
  says: "Uploads are not being verified.",
});
if (stage.database.proxy)
  alarm("SessionPinned", {
    namespace: "AWS/RDS",
    metric: "DatabaseConnectionsCurrentlySessionPinned",
    dimensions: { ProxyName: proxyName },
    statistic: "Maximum",
    above: 5,
    evaluations: 10,
    says: "A session setting pins database connections, so the proxy no longer shares them.",
  });
alarm("DatabaseFull", {
  namespace: "AWS/RDS",
  metric: "ACUUtilization",
  dimensions: { DBClusterIdentifier: clusterOf.clusterIdentifier },
  statistic: "Maximum",
  above: 90,
  evaluations: 15,
  says: "The database is at its maximum capacity.",
});
alarm("ApiFails", {
  namespace: "AWS/ApiGateway",
  metric: "5XXError",
  dimensions: { ApiName: api.nodes.api.name, Stage: api.nodes.stage!.stageName },
  above: 5,
  evaluations: 3,
  says: "The API answers with 5xx errors.",
});
