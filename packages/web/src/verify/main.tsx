import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { keptTheme, showTheme } from "../shell/theme.ts";
import "../style/index.css";
import "./print.css";
import { VerifyPage } from "./verify-page.tsx";

showTheme(keptTheme());
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
createRoot(root).render(
  <StrictMode>
    <VerifyPage />
  </StrictMode>,
);
