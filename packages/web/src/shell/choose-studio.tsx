import { PegbarError } from "@pegbar/sdk";
import { chooseStudio } from "../session/studio.ts";
import { Button } from "../parts/button.tsx";
import { Mark } from "./mark.tsx";

/** The studios that somebody has to choose from, where the API says so. */
export function studiosOf(error: unknown): string[] | undefined {
  if (!(error instanceof PegbarError) || error.code !== "tenant_ambiguous") return undefined;
  return error.message.replace(/^.*: /, "").replace(/\.$/, "").split(", ");
}

export function ChooseStudio({ studios }: { studios: readonly string[] }) {
  return (
    <main className="grid h-full place-items-center p-6">
      <title>Choose a studio – Pegbar</title>
      <div className="flex w-full max-w-sm flex-col gap-4 rounded-lg border border-line bg-surface p-8">
        <Mark />
        <h1>Which studio?</h1>
        {studios.map((slug) => (
          <Button
            key={slug}
            look="plain"
            onClick={() => {
              chooseStudio(slug);
              location.reload();
            }}
          >
            {slug}
          </Button>
        ))}
      </div>
    </main>
  );
}
