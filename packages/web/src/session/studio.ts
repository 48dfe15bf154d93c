import { api } from "../api/client.ts";
import { setStudio } from "./kept-studio.ts";

/** What an operator sends to act as operator. */
export const PLATFORM = "platform";

/** Works in another studio from here on, and remembers it as the default for later sign-ins. Loads the page anew. */
export async function switchStudio(slug: string): Promise<never> {
  if (slug !== PLATFORM) await api.put("/v1/me/default-tenant", { body: { tenant: slug } });
  setStudio(slug);
  location.assign("/");
  return new Promise(() => undefined);
}
