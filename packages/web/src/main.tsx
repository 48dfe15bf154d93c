import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { enter } from "./session/enter.ts";
import { keptTheme, showTheme } from "./shell/theme.ts";
import "./style/index.css";

showTheme(keptTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
const entry = await enter();
createRoot(root).render(
  <StrictMode>
    <App entry={entry} />
  </StrictMode>,
);
