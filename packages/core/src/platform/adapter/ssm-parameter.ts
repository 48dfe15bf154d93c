import { GetParameterCommand, PutParameterCommand, SSMClient, type SSMClientConfig } from "@aws-sdk/client-ssm";
import type { Parameter } from "../port/index.ts";

/** A parameter of AWS Systems Manager, which functions in a private network without internet access can reach. */
export function createSsmParameter(Name: string, config: SSMClientConfig = {}): Parameter {
  const client = new SSMClient(config);
  return {
    async read() {
      try {
        return (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
      } catch (error) {
        // Compared by name, because bundles of the SDK omit its error classes.
        if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
        throw error;
      }
    },
    async write(Value) {
      // Values over 4 KB need an advanced parameter, which cannot become a standard one again. This tier chooses the
      // right type.
      const Tier = "Intelligent-Tiering";
      await client.send(new PutParameterCommand({ Name, Value, Type: "String", Tier, Overwrite: true }));
    },
  };
}
