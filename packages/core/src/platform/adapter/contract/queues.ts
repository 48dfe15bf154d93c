import { randomUUID } from "node:crypto";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import { createSqsInbox, createSqsQueues } from "../sqs.ts";
import { MOST_RECEIVES, VISIBLE_AGAIN_SECONDS } from "./queue.ts";

/** Creates queues for the contract tests with these adapters, and removes them at the end. */
export async function createContractQueues(config: SQSClientConfig, by = { createSqsQueues, createSqsInbox }) {
  const client = new SQSClient(config);
  const mark = randomUUID();
  const urls: string[] = [];
  const make = async (name: string, Attributes: Record<string, string>) => {
    const { QueueUrl = "" } = await client.send(
      new CreateQueueCommand({ QueueName: `pegbar-contract-${mark}-${name}`, Attributes }),
    );
    urls.push(QueueUrl);
    return QueueUrl;
  };
  const dead = await make("dead", {});
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
  );
  const light = await make("light", {
    VisibilityTimeout: String(VISIBLE_AGAIN_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.["QueueArn"], maxReceiveCount: MOST_RECEIVES }),
  });
  const media = await make("media", {});
  const models = await make("models", {});
  const renditions = await make("renditions", {});
  return {
    queues: by.createSqsQueues({
      client: config,
      tickets: { light, heavy: light, xl: light },
      media,
      models,
      renditions,
      dead: [dead],
    }),
    light: by.createSqsInbox(light, config),
    media: by.createSqsInbox(media, config),
    models: by.createSqsInbox(models, config),
    renditions: by.createSqsInbox(renditions, config),
    async stop() {
      for (const QueueUrl of urls) await client.send(new DeleteQueueCommand({ QueueUrl }));
      client.destroy();
    },
  };
}
