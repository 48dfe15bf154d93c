import { arrive, isCallback, leave, SignInNeeded } from "./oidc.ts";
import { hold } from "./session.ts";

/** Pages that are there without a sign-in. */
const OPEN = ["/signed-out"];

/** How a visit begins: signed in, or with a page that says what to do. Does not return while the browser is on its way. */
export type Entry = { kind: "in" } | { kind: "out"; returnTo: string; left: boolean } | { kind: "broken"; why: string };

/** Signs in without a question where the issuer still knows who is here; keeps the address that was asked for. */
export async function enter(): Promise<Entry> {
  if (OPEN.includes(location.pathname)) return { kind: "out", returnTo: "/", left: true };
  try {
    if (!isCallback()) return await leave(location.pathname + location.search, true);
    const { tokens, returnTo } = await arrive();
    hold(tokens);
    history.replaceState(null, "", returnTo);
    return { kind: "in" };
  } catch (error) {
    if (error instanceof SignInNeeded) {
      const returnTo = error.message.startsWith("/") ? error.message : "/";
      history.replaceState(null, "", returnTo);
      return { kind: "out", returnTo, left: false };
    }
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}
