import { PORTS } from "../packages/cli/src/sign-in/ports.ts";
import { declared, isKept, stage } from "./here";
import { router } from "./site";
import { lambda } from "./function";

/**
 * Redirect URLs of programs on a user's machine (the command line and the plug-ins). Cognito compares redirects
 * exactly, including the port, and allows plain HTTP only for localhost.
 */
const LOOPBACK = PORTS.map((port) => `http://localhost:${port}/callback`);

/** Adds the e-mail and whether it is verified to access tokens, because the API reads them only there. */
const preToken = lambda("PreToken", { entry: "identity/pre-token", memory: 256, seconds: 5 });

function cognito() {
  const pool = new sst.aws.CognitoUserPool("People", {
    usernames: ["email"],
    mfa: "on",
    softwareToken: true,
    advancedSecurity: "enforced",
    triggers: { preTokenGeneration: preToken.arn, preTokenGenerationVersion: "v2" },
    domain: { prefix: `pegbar-${stage.name}-${declared.account}` },
    transform: {
      userPool: (args, options) => {
        args.deletionProtection = isKept ? "ACTIVE" : "INACTIVE";
        args.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
        args.passwordPolicy = { minimumLength: 14 };
        args.userPoolTier = "PLUS";
        if (declared.mailFrom !== null)
          args.emailConfiguration = {
            emailSendingAccount: "DEVELOPER",
            fromEmailAddress: declared.mailFrom,
            sourceArn: `arn:aws:ses:${declared.region}:${declared.account}:identity/${declared.mailFrom.split("@")[1]}`,
          };
        options.protect = isKept;
      },
    },
  });
  /** A public client: authorization code with PKCE, without a secret. Passwords do not pass through the platform. */
  const client = (name: string, callbackUrls: $util.Input<string>[], logoutUrls: $util.Input<string>[]) =>
    pool.addClient(name, {
      callbackUrls,
      transform: {
        client: (args) => {
          args.logoutUrls = logoutUrls;
          args.allowedOauthFlows = ["code"];
          args.allowedOauthFlowsUserPoolClient = true;
          args.allowedOauthScopes = ["openid", "email", "profile"];
          args.generateSecret = false;
          args.explicitAuthFlows = ["ALLOW_REFRESH_TOKEN_AUTH"];
          args.supportedIdentityProviders = ["COGNITO"];
          args.enableTokenRevocation = true;
          args.preventUserExistenceErrors = "ENABLED";
          args.accessTokenValidity = 1;
          args.refreshTokenValidity = 30;
        },
      },
    });
  return {
    pool,
    portal: client("PortalClient", [$interpolate`${router.url}/signed-in`], [$interpolate`${router.url}/signed-out`]),
    programs: client("ProgramsClient", LOOPBACK, []),
  };
}

const people = declared.issuer === null ? cognito() : undefined;

/** The issuer's keys, which a function outside of the network fetches for functions inside. */
export const keysParameter = `/pegbar/${stage.name}/issuer-keys`;

const ofCognito = ({ pool, portal, programs }: ReturnType<typeof cognito>) => {
  const issuer = $interpolate`https://cognito-idp.${declared.region}.amazonaws.com/${pool.id}`;
  return {
    issuer,
    jwksUri: $interpolate`${issuer}/.well-known/jwks.json`,
    audience: [portal.id, programs.id],
    audienceClaim: "client_id",
    tokenUse: "access",
    client: {
      id: portal.id,
      scopes: ["openid", "email", "profile"],
      programs: { id: programs.id, host: "localhost" },
    },
  };
};

/** Settings for the API to read access tokens: docs/sign-in.md. */
export const identity = new sst.Linkable("Identity", {
  properties: {
    ...(people ? ofCognito(people) : (declared.issuer as Record<string, unknown>)),
    keysParameter,
  },
});
