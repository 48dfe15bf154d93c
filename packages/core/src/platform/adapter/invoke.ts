import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";

/** Longer than the functions that are asked wait for others; less than whoever asks has itself. */
const TIMEOUT_MS = 14_000;

/** Hands a value to a function and waits for what it answers. */
export type Invoke = (payload: unknown) => Promise<unknown>;

/** A Lambda function by its name. Throws when it fails or cannot be reached; what it said of that stays in its own log. */
export function lambdaInvoke(name: string, config: LambdaClientConfig = {}): Invoke {
  const client = new LambdaClient(config);
  return async (payload) => {
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)) }),
      { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
    );
    if (FunctionError !== undefined) throw new Error(`the function ${name} failed: ${FunctionError}`);
    const text = Payload?.transformToString() ?? "";
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  };
}
