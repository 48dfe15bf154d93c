import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { WorkloadClass } from "../contract/index.ts";
import type { Inbox, Queues } from "../port/index.ts";

interface Options {
  client?: SQSClientConfig;
  demand: Record<WorkloadClass, string>;
  media: string;
}

/** Sends to one SQS queue a class and to the media queue. Region and endpoint come from the AWS environment. */
export function sqsQueues({ client: config, demand, media }: Options): Queues {
  const client = new SQSClient(config ?? {});
  const send = async (QueueUrl: string, MessageBody: string) => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
  return {
    sendDemand: (workloadClass, body) => send(demand[workloadClass], body),
    sendMedia: (body) => send(media, body),
  };
}

const LONG_POLL_SECONDS = 20;

/** Receives from one queue, one message at a time, by long polling. */
export function sqsInbox(QueueUrl: string, config: SQSClientConfig = {}): Inbox {
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
