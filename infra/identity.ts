import { declared, isKept, stage } from "./here";
import { router } from "./site";
import { lambda } from "./function";

/** Addresses of clients on somebody's own machine: the command line and the plug-ins listen there for their code. */
const LOOPBACK = ["http://127.0.0.1/callback", "http://localhost/callback"];

/** Adds e-mail and whether it is verified to access tokens: the API asks nobody else. */
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
        options.protect = isKept;
      },
    },
  });
  /** A public client: code and PKCE, no secret, no password that passes through us. */
  const client = pool.addClient("Client", {
    callbackUrls: [$interpolate`${router.url}/signed-in`, ...LOOPBACK],
    transform: {
      client: (args) => {
        args.logoutUrls = [$interpolate`${router.url}/signed-out`];
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
  return { pool, client };
}

const people = declared.issuer === null ? cognito() : undefined;

/** Keys of whoever signs people in, which a function outside of the network fetches: those within cannot. */
export const keysParameter = `/pegbar/${stage.name}/issuer-keys`;

const ofCognito = ({ pool, client }: ReturnType<typeof cognito>) => {
  const issuer = $interpolate`https://cognito-idp.${declared.region}.amazonaws.com/${pool.id}`;
  return {
    issuer,
    jwksUri: $interpolate`${issuer}/.well-known/jwks.json`,
    audience: [client.id],
    audienceClaim: "client_id",
    tokenUse: "access",
    client: { id: client.id, scopes: ["openid", "email", "profile"] },
  };
};

/** How the API reads access tokens: docs/sign-in.md. */
export const identity = new sst.Linkable("Identity", {
  properties: {
    ...(people ? ofCognito(people) : (declared.issuer as Record<string, unknown>)),
    keysParameter,
  },
});
