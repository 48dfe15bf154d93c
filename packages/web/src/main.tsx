import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { getStoredTheme, applyTheme } from "./shell/theme.ts";
import "./style/index.css";

applyTheme(getStoredTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(<StrictMode>{await open()}</StrictMode>);

/** A page that needs no sign-in and loads nothing of the portal: of a share link, or the status. Otherwise the portal. */
async function open(): Promise<ReactNode> {
  const [, secret] = /^\/share\/([^/]+)\/?$/.exec(location.pathname) ?? [];
  if (secret !== undefined) {
    const { SharePage } = await import("./pages/share/share-page.tsx");
    return <SharePage secret={secret} />;
  }
  if (/^\/status\/?$/.test(location.pathname)) {
    const { StatusPage } = await import("./pages/status/status-page.tsx");
    return <StatusPage />;
  }
  const [{ App }, { startSession }] = await Promise.all([import("./app.tsx"), import("./session/start-session.ts")]);
  return <App session={await startSession()} />;
}
