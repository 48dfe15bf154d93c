import { api } from "../api/client.ts";
import { setStudioSlug } from "./studio-slug.ts";

/** Tenant slug that makes the API treat an operator's request as the platform's. */
export const PLATFORM_SLUG = "platform";

/** Switches to another studio, makes it the default for later sign-ins, and reloads the page. */
export async function switchStudio(slug: string): Promise<never> {
  if (slug !== PLATFORM_SLUG) await api.put("/v1/me/default-tenant", { body: { tenant: slug } });
  setStudioSlug(slug);
  location.assign("/");
  return new Promise(() => undefined);
}
