/** What anybody on this machine needs to speak to the local store and its queues. */
export const credentials = { accessKeyId: "local", secretAccessKey: "local" };
export const REGION = "us-east-1";

/** For the AWS SDK's clients. */
export const buildClientConfig = (endpoint: string) => ({ endpoint, region: REGION, credentials });
