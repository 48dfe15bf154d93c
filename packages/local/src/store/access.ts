/** Credentials of the local store and queues, which serve this machine only. */
export const credentials = { accessKeyId: "local", secretAccessKey: "local" };
export const REGION = "us-east-1";

/** Builds the configuration of AWS SDK clients. */
export const buildClientConfig = (endpoint: string) => ({ endpoint, region: REGION, credentials });
