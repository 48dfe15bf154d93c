import { api } from "../api/client.ts";
import { queryClient } from "../api/query-client.ts";
import { DRAFT_KEY } from "../pages/generate/draft-key.ts";
import { deleteAllFiles } from "../upload/stored-files.ts";
import { getEndSessionUrl } from "./oidc.ts";
import { beginSignOut, clearTokens, getTokens } from "./session.ts";

const SIGNED_OUT_PATH = "/signed-out";
/** Connects the tabs of this browser. The only message is that the user signed out. */
const channel = new BroadcastChannel("pegbar.sign-out");

/** Removes what is stored of a studio. The theme and trusted keys stay: they belong to the browser. */
function clearStorage(): void {
  sessionStorage.clear();
  for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT_KEY)) localStorage.removeItem(key);
}

/** Signs out here and in the other tabs, at the API, and at the issuer if it has a sign-out page. */
export async function signOut(): Promise<void> {
  const id = getTokens()?.id;
  beginSignOut();
  channel.postMessage(null);
  // Signing out on this device works without the API. Its sessions then end when the tokens expire.
  await api.post("/v1/me/sign-out").catch(() => undefined);
  clearTokens();
  clearStorage();
  await deleteAllFiles();
  // Without the issuer, only the portal is signed out.
  location.assign((await getEndSessionUrl(id).catch(() => undefined)) ?? SIGNED_OUT_PATH);
}

/** Leaves the page when the user signs out in another tab: nothing of the studio stays on the screen or in memory. */
export function leaveOnSignOut(): void {
  channel.addEventListener("message", () => {
    beginSignOut();
    clearTokens();
    document.getElementById("root")?.replaceChildren();
    queryClient.clear();
    clearStorage();
    location.replace(SIGNED_OUT_PATH);
  });
}
