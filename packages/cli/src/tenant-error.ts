import { PegbarError, type Pegbar } from "@pegbar/sdk";
import { CliError } from "./exit.ts";

/** The selected studio, and where its name comes from. */
export interface TenantChoice {
  slug: string;
  /** `--tenant`, `PEGBAR_TENANT` or the profile. */
  source: string;
}

/**
 * Explains an API error that the choice of the studio caused; undefined for other errors. `connect` creates a client
 * with that choice, or without one.
 */
export async function describeTenantError(
  refusal: PegbarError,
  tenant: TenantChoice | undefined,
  connect: (slug: string | undefined) => Pick<Pegbar, "get">,
): Promise<CliError | undefined> {
  if (refusal.code === "tenant_ambiguous")
    return new CliError(
      "usage",
      `You are a member of several studios${readStudios(refusal)}. Choose one.`,
      "Choose a default with: pegbar studios use SLUG. For one command use --tenant SLUG or PEGBAR_TENANT.",
      { cause: refusal },
    );
  if (refusal.code !== "forbidden" || tenant === undefined) return undefined;
  const studios = await listStudios(connect(undefined));
  if (studios.includes(tenant.slug)) return undefined;
  return new CliError(
    "refused",
    `No studio ${JSON.stringify(tenant.slug)}, or you are not a member of it. The name comes from ${tenant.source}.`,
    studios.length === 0 ? undefined : `You are a member of: ${studios.join(", ")}.`,
    { cause: refusal },
  );
}

/** Slugs of the caller's studios; for an API token, only its own. */
async function listStudios(client: Pick<Pegbar, "get">): Promise<string[]> {
  try {
    return (await client.get("/v1/me/memberships")).items.map(({ tenant }) => tenant.slug);
  } catch (error) {
    if (!(error instanceof PegbarError)) throw error;
  }
  try {
    const { tenant } = await client.get("/v1/me");
    return tenant ? [tenant.slug] : [];
  } catch (error) {
    if (error instanceof PegbarError) return [];
    throw error;
  }
}

/** The message of `tenant_ambiguous` ends with the studios: ": lumen, orrery.". */
const readStudios = ({ code, message }: PegbarError): string =>
  (code === "tenant_ambiguous" && /: [a-z0-9-]+(?:, [a-z0-9-]+)+(?=\.?$)/.exec(message)?.[0]) || "";
