import { declared, isKept, stage } from "./here";
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
  /** Public clients: code and PKCE, no secret, no password that passes through us. */
  const client = (name: string, callbackUrls: $util.Input<string>[]) =>
    pool.addClient(name, {
      callbackUrls,
      transform: {
        client: (args) => {
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
    portal: (urls: $util.Input<string>[]) => client("PortalClient", urls),
    tools: client("ToolsClient", LOOPBACK),
  };
}

export const people = declared.issuer === null ? cognito() : undefined;

/** Keys of whoever signs people in, which a function outside of the network fetches: those within cannot. */
export const keysParameter = `/pegbar/${stage.name}/issuer-keys`;

const ofCognito = ({ pool, tools }: ReturnType<typeof cognito>) => {
  const issuer = $interpolate`https://cognito-idp.${declared.region}.amazonaws.com/${pool.id}`;
  return {
    issuer,
    jwksUri: $interpolate`${issuer}/.well-known/jwks.json`,
    audience: [tools.id],
    audienceClaim: "client_id",
    tokenUse: "access",
    client: { id: tools.id, scopes: ["openid", "email", "profile"] },
  };
};

/** How the API reads access tokens: docs/sign-in.md. */
export const identity = new sst.Linkable("Identity", {
  properties: {
    ...(people ? ofCognito(people) : (declared.issuer as Record<string, unknown>)),
    keysParameter,
  },
});
