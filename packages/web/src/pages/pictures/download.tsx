import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { saveFile } from "../../parts/save-file.ts";
import { credentialed as credentialedQuery, file, type Asset } from "./queries.ts";

/** Saves a file and, beside it, its certificate: signed first, where it is signed. */
export function Download({ asset }: { asset: Asset }) {
  const { data: signed } = useQuery(credentialedQuery(asset));
  const { data: content } = useQuery(file(asset.id));
  const [problem, setProblem] = useState<unknown>();
  const [busy, setBusy] = useState<"signed" | "made">();
  const get = async (which: "signed" | "made") => {
    setBusy(which);
    setProblem(undefined);
    try {
      const { filename: name } = which === "signed" && signed ? signed : asset;
      const [picture, certificate] = await Promise.all([
        which === "signed" ? signedFile(asset.id) : content,
        api.get("/v1/assets/{id}/certificate", { params: { path: { id: asset.id }, query: { wait: 20 } } }),
      ]);
      if (picture) saveFile(picture, name);
      saveFile(new Blob([JSON.stringify(certificate)], { type: "application/json" }), name + CERTIFICATE_SUFFIX);
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <section aria-label="Download" className="flex flex-col gap-2">
      {signed && (
        <>
          <Button busy={busy !== undefined} onClick={() => void get("signed")} aria-describedby="signed-says">
            Download signed, with certificate
          </Button>
          <p id="signed-says" className="text-soft">
            The same picture. The file itself says how it was made, and other programs can read that (C2PA).
          </p>
        </>
      )}
      <Button
        look={signed ? "plain" : "primary"}
        busy={busy !== undefined || !content}
        onClick={() => void get("made")}
      >
        {signed ? "Download as made, with certificate" : "Download with certificate"}
      </Button>
      <a href="/verify" target="_blank" rel="noopener" className="text-accent underline">
        Check it
      </a>
      {problem !== undefined && <Problem error={problem} />}
    </section>
  );
}

async function signedFile(id: string): Promise<Blob> {
  const response = await api.request(`/v1/assets/${encodeURIComponent(id)}/download?credentialed=true`);
  return response.blob();
}
