import { randomBytes } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import postgres from "postgres";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import { createSignedStore } from "./signed-store.ts";
import { computeMedian } from "./statistics.ts";

interface Options {
  adminUrl: string;
  store: string;
  inputBytes: number;
  outputBytes: number;
  rounds: number;
}

const readClock = () => performance.now();

/**
 * Measures the operations that no design can avoid, one after the other, on the same database and store: commit at submit,
 * queue message, commit at the claim, input download, output upload, commit at the end.
 * @returns the median of their sum, in milliseconds
 */
export async function measureFloor({ adminUrl, store, inputBytes, outputBytes, rounds }: Options): Promise<number> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  const sqs = new SQSClient(buildClientConfig(store));
  const s3 = new S3Client({ ...buildClientConfig(store), forcePathStyle: true });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "floor" }));
  await s3.send(new CreateBucketCommand({ Bucket: "floor" }));
  await sql`create table if not exists floor (id bigserial primary key, payload text)`;
  const objects = createSignedStore(store, "floor");
  const putInput = await objects.upload("input", new Uint8Array(randomBytes(inputBytes)));
  await putInput();
  const output = new Uint8Array(randomBytes(outputBytes));

  const commit = async () => void (await sql`insert into floor (payload) values ('x')`);
  const sendAndReceive = async () => {
    const received = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    // The consumer waits before the message is sent, like a worker.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const began = readClock();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
    const answer = await received;
    const took = readClock() - began;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: answer.Messages?.[0]?.ReceiptHandle }));
    return took;
  };
  const measure = async (work: () => Promise<unknown>) => {
    const began = readClock();
    await work();
    return readClock() - began;
  };
  const totals: number[] = [];
  for (let i = 0; i < rounds; i++) {
    // Signed before the measurement, which then covers only the transfer and the store's own checks.
    const [download, upload] = [await objects.download("input"), await objects.upload(`output-${i}`, output)];
    totals.push(
      (await measure(commit)) +
        (await sendAndReceive()) +
        (await measure(commit)) +
        (await measure(download)) +
        (await measure(upload)) +
        (await measure(commit)),
    );
  }
  await sql.end();
  sqs.destroy();
  s3.destroy();
  return computeMedian(totals);
}
