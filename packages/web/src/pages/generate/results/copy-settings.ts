import type { components } from "@pegbar/sdk";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/create.ts";

type Job = components["schemas"]["Job"];

/** What is copied: JSON, so that it can also be kept in a file or a chat. */
export interface CopiedSettings {
  pegbar: "settings";
  parameters: Readonly<Record<string, unknown>>;
}

export async function copySettings({ parameters }: Job): Promise<void> {
  const copied: CopiedSettings = { pegbar: "settings", parameters };
  await navigator.clipboard.writeText(JSON.stringify(copied, null, 2));
  showToast(strings.settingsCopied);
}

/** Reads settings from pasted text; undefined for any other text. */
export function parseSettings(text: string): CopiedSettings["parameters"] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pegbar" in value) || value.pegbar !== "settings") return;
    const parameters = "parameters" in value ? value.parameters : undefined;
    return typeof parameters === "object" && parameters !== null ? { ...parameters } : undefined;
  } catch {
    // Any other text.
    return undefined;
  }
}
