import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Replaces the SDK's search through files, metadata services and sign-ins, because Lambda sets credentials in the
 * environment.
 */
export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
