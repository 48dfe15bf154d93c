import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";

export interface Message {
  body: string;
  receipt: string;
}

/** The queue of the worker's class. */
export interface Queue {
  /** Receives a message; undefined after a long poll without one. */
  receive(signal: AbortSignal): Promise<Message | undefined>;
  /** Hides the message from other workers for this many seconds from now. */
  extend(receipt: string, seconds: number): Promise<void>;
  remove(receipt: string): Promise<void>;
}

const LONG_POLL_SECONDS = 20;
/**
 * Seconds for which a received message is hidden from other workers at first; the heartbeat prolongs it. Short, because
 * a queue may give a message to the long poll of a worker that was killed, and nobody else sees it meanwhile.
 */
const FIRST_VISIBILITY_SECONDS = 15;

/** Creates the queue on SQS; region, endpoint and credentials come from the AWS environment. */
export function createSqsQueue(QueueUrl: string, config: SQSClientConfig = {}): Queue {
  const client = new SQSClient(config);
  return {
    async receive(signal) {
      const answer = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 1,
          WaitTimeSeconds: LONG_POLL_SECONDS,
          VisibilityTimeout: FIRST_VISIBILITY_SECONDS,
        }),
        { abortSignal: signal },
      );
      const message = answer.Messages?.[0];
      if (message?.Body === undefined || message.ReceiptHandle === undefined) return undefined;
      return { body: message.Body, receipt: message.ReceiptHandle };
    },
    async extend(ReceiptHandle, VisibilityTimeout) {
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    },
    async remove(ReceiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  };
}
