import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";

/** Longer than the timeouts inside of the invoked functions, and shorter than those of their callers. */
const TIMEOUT_MS = 14_000;

/** Invokes a function with a value and returns its result. */
export type Invoke = (payload: unknown) => Promise<unknown>;

/**
 * Invokes a Lambda function by name. Throws if it fails or cannot be reached; the details are in the function's log.
 */
export function createLambdaInvoke(name: string, config: LambdaClientConfig = {}): Invoke {
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
