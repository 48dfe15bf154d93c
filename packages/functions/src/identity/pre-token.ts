/**
 * The used fields of Cognito's trigger event, version 2.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface Event {
  request: { userAttributes: Record<string, string> };
  response: object;
}

/** Called by Cognito before it issues tokens: adds the e-mail and whether it is verified to access tokens, for the API. */
export async function handler<T extends Event>(event: T) {
  const { email, email_verified = "false" } = event.request.userAttributes;
  if (email === undefined) return event;
  const accessTokenGeneration = { claimsToAddOrOverride: { email, email_verified } };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}
