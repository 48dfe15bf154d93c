/** A public client: PKCE, no secret. Its loopback redirect may use any port. */
export const CLI_CLIENT = "pegbar-cli";
