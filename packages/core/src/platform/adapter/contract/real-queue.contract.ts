import { createContractQueues } from "./queues.ts";
import { testQueueContract } from "./queue.ts";

const url = URL.parse(process.env["SQS_URL"] ?? "");
if (!url) throw new Error("SQS_URL is missing: SQS_URL=https://sqs.eu-central-1.amazonaws.com npm run test:queue");

/** Creates queues in the account and removes them. Region and keys come from the AWS environment. */
testQueueContract(url.origin, () => createContractQueues({ endpoint: url.origin }));
