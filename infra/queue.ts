import { capitalise, workloadClasses, type WorkloadClass } from "./stage";

/** Encrypted, and only with TLS. */
function queue(name: string, args: { seconds: number; dead?: { of: string; after: number } }) {
  const dead = args.dead === undefined ? undefined : plain(args.dead.of, 60);
  const made = plain(name, args.seconds, dead && { queue: dead.arn, retry: args.dead?.after ?? 5 });
  return { made, dead };
}

function plain(name: string, seconds: number, dlq?: { queue: $util.Input<string>; retry: number }): sst.aws.Queue {
  const made = new sst.aws.Queue(name, {
    visibilityTimeout: `${seconds} seconds`,
    ...(dlq ? { dlq } : {}),
    transform: {
      queue: (args) => {
        args.sqsManagedSseEnabled = true;
        args.messageRetentionSeconds = 14 * 24 * 3600;
      },
    },
  });
  new aws.sqs.QueuePolicy(`${name}Tls`, {
    queueUrl: made.url,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [onlyByTls(made)],
    }),
  });
  return made;
}

/** A statement of the queue's policy that refuses requests without TLS. */
export function onlyByTls(queue: sst.aws.Queue) {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: queue.arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Permissions of a function to receive a queue's messages. */
export const takes = (queue: sst.aws.Queue) => ({
  actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"],
  resources: [queue.arn],
});

/**
 * A worker extends the visibility of its message every 40 s. Interruptions of Spot nodes use up receives, hence five.
 */
const WORK = { seconds: 120, after: 5 };

const work = Object.fromEntries(
  workloadClasses.map((name) => {
    const title = capitalise(name);
    return [name, queue(`${title}Work`, { seconds: WORK.seconds, dead: { of: `${title}Dead`, after: WORK.after } })];
  }),
) as Record<WorkloadClass, ReturnType<typeof queue>>;

/** Dispatch tickets, one queue per class. */
export const workQueues = Object.fromEntries(workloadClasses.map((name) => [name, work[name].made])) as Record<
  WorkloadClass,
  sst.aws.Queue
>;
/** Dead-letter queues for alarms, in the order of the classes. */
export const deadQueues = workloadClasses.flatMap((name) => work[name].dead ?? []);

/** Tasks of the media function, with six times its timeout. They stay until they succeed. */
export const mediaQueue = queue("MediaWork", { seconds: 5400 }).made;

/** Movies and contact sheets to make, which take minutes. */
export const renditionQueue = queue("RenditionWork", { seconds: 5400 }).made;

/** Tasks that need the model store. A file of five gigabytes takes minutes. */
export const modelQueue = queue("ModelWork", { seconds: 5400 }).made;

const deadQueueList = new sst.Linkable("DeadQueues", { properties: { urls: deadQueues.map(({ url }) => url) } });
/** Only the URL, because a link to a queue would grant all permissions on it. */
export const queueUrls = [
  ...workloadClasses.map(
    (name) =>
      new sst.Linkable(`${capitalise(name)}Queue`, {
        properties: { url: work[name].made.url },
      }),
  ),
  new sst.Linkable("MediaQueue", { properties: { url: mediaQueue.url } }),
  new sst.Linkable("RenditionQueue", { properties: { url: renditionQueue.url } }),
  new sst.Linkable("ModelQueue", { properties: { url: modelQueue.url } }),
  deadQueueList,
];
