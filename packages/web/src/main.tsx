import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startSession } from "./session/start-session.ts";
import { getStoredTheme, applyTheme } from "./shell/theme.ts";
import "./style/index.css";

applyTheme(getStoredTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
const entry = await startSession();
createRoot(root).render(
  <StrictMode>
    <App session={entry} />
  </StrictMode>,
);
