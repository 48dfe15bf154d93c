import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import { coalesce } from "../coalesce.ts";
import type { WorkloadClass } from "../../contract/index.ts";
import type { Inbox, Queues } from "../port/index.ts";

interface Options {
  client?: SQSClientConfig;
  tickets: Record<WorkloadClass, string>;
  media: string;
  /** Queue of tasks that need the model store; by default the media queue. */
  models?: string | undefined;
  renditions: string;
  /** Dead-letter queues. */
  dead: readonly string[];
}

/** Sends to one SQS queue per class and to those of the media functions. Region and endpoint come from the AWS environment. */
export function createSqsQueues({ client: config, tickets, media, models = media, renditions, dead }: Options): Queues {
  const client = new SQSClient(config ?? {});
  /** The message group makes standard queues fair: a tenant with many messages in flight does not delay the others. */
  const send = async (QueueUrl: string, MessageGroupId: string, MessageBody: string) => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageGroupId, MessageBody }));
  };
  const sendInGroups = createGroupSender(client);
  return {
    sendTicket: (workloadClass, tenantId, body, delaySeconds) =>
      sendInGroups(tickets[workloadClass], tenantId, body, delaySeconds),
    async depth(workloadClass) {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: tickets[workloadClass],
          AttributeNames: [...COUNTS],
        }),
      );
      return COUNTS.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
    },
    async drainDead() {
      const counts = await Promise.all(dead.map((QueueUrl) => drain(client, QueueUrl)));
      return counts.reduce((sum, one) => sum + one, 0);
    },
    sendMedia: (tenantId, body) => send(media, tenantId, body),
    sendModels: (tenantId, body) => send(models, tenantId, body),
    sendRendition: (tenantId, body) => send(renditions, tenantId, body),
  };
}

/** Maximum number of messages in a request to SQS. */
const GROUP = 10;
/** Groups of a queue that are sent at the same time. */
const PARALLEL = 4;

/**
 * Sends messages in groups: a batch of frames issues a thousand tickets at once, and each request to SQS takes milliseconds.
 * A message alone is sent immediately.
 */
function createGroupSender(client: SQSClient) {
  interface Message {
    QueueUrl: string;
    MessageGroupId: string;
    MessageBody: string;
    DelaySeconds: number | undefined;
  }
  const sendGroup = async (messages: readonly Message[]): Promise<PromiseSettledResult<void>[]> => {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: messages[0]?.QueueUrl,
        Entries: messages.map(({ QueueUrl: _queue, ...message }, index) => ({ Id: String(index), ...message })),
      }),
    );
    const reasons = new Map(Failed.map(({ Id, Code, Message: text }) => [Id, `${Code}: ${text}`]));
    return messages.map((_, index) => {
      const reason = reasons.get(String(index));
      return reason === undefined
        ? { status: "fulfilled", value: undefined }
        : { status: "rejected", reason: new Error(reason) };
    });
  };
  const send = coalesce(sendGroup, GROUP);
  let next = 0;
  return (QueueUrl: string, MessageGroupId: string, MessageBody: string, DelaySeconds?: number): Promise<void> =>
    send(client, `${QueueUrl} ${next++ % PARALLEL}`, { QueueUrl, MessageGroupId, MessageBody, DelaySeconds });
}

const COUNTS = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
] as const;

const DRAIN_BATCHES = 10;

async function drain(client: SQSClient, QueueUrl: string): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < DRAIN_BATCHES; batch++) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      removed++;
    }
    if (Messages.length === 0) break;
  }
  return removed;
}

const LONG_POLL_SECONDS = 20;

/** Receives from one queue, one message at a time, by long polling. */
export function createSqsInbox(QueueUrl: string, config: SQSClientConfig = {}): Inbox {
  const client = new SQSClient(config);
  return {
    async receive(signal) {
      const answer = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, WaitTimeSeconds: LONG_POLL_SECONDS }),
        { abortSignal: signal },
      );
      const message = answer.Messages?.[0];
      if (message?.Body === undefined || message.ReceiptHandle === undefined) return undefined;
      return { body: message.Body, receipt: message.ReceiptHandle };
    },
    async remove(ReceiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  };
}
