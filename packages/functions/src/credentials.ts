import { fromEnv } from "@aws-sdk/credential-provider-env";

/** In place of the SDK's search through files, metadata services and sign-ins: Lambda hands credentials in the environment. */
export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
