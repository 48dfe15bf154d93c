import { GetParameterCommand, PutParameterCommand, SSMClient, type SSMClientConfig } from "@aws-sdk/client-ssm";
import type { Parameter } from "../port/index.ts";

/** A parameter of AWS Systems Manager: reached from within a network that has no way out. */
export function ssmParameter(Name: string, config: SSMClientConfig = {}): Parameter {
  const client = new SSMClient(config);
  return {
    async read() {
      try {
        return (await client.send(new GetParameterCommand({ Name }))).Parameter?.Value;
      } catch (error) {
        // By name: bundles leave out the classes of errors.
        if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
        throw error;
      }
    },
    async write(Value) {
      // Over 4 KB it must be an advanced one, and what is advanced stays so: the service knows which it is.
      const Tier = "Intelligent-Tiering";
      await client.send(new PutParameterCommand({ Name, Value, Type: "String", Tier, Overwrite: true }));
    },
  };
}
