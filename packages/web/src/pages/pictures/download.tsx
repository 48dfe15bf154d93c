import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { downloadAsset } from "./download-asset.ts";
import { credentialed as credentialedQuery, type Asset } from "./queries.ts";

/** Downloads a result with its certificate. The signed file, if there is one, is the primary choice. */
export function Download({ asset }: { asset: Asset }) {
  const { data: signed } = useQuery(credentialedQuery(asset));
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>();
  const [downloading, setDownloading] = useState<"signed" | "original">();
  const download = async (which: "signed" | "original") => {
    setDownloading(which);
    setError(undefined);
    try {
      await downloadAsset(queryClient, { ...asset, credentialed: signed ?? null }, which === "signed");
    } catch (error) {
      setError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setDownloading(undefined);
    }
  };
  return (
    <section aria-label="Download" data-download className="flex flex-col gap-2">
      {signed && (
        <>
          <Button
            busy={downloading !== undefined}
            onClick={() => void download("signed")}
            aria-describedby="signed-says"
          >
            {asset.credentialsIn === "sidecar" ? "Download content credentials" : "Download signed, with certificate"}
          </Button>
          <p id="signed-says" className="text-soft">
            {asset.credentialsIn === "sidecar"
              ? "This file type cannot contain content credentials (C2PA). Keep this manifest next to the original."
              : "The same file with content credentials (C2PA), so that other programs can read how it was made."}
          </p>
        </>
      )}
      <Button
        variant={signed ? "plain" : "primary"}
        busy={downloading !== undefined}
        onClick={() => void download("original")}
      >
        {signed ? "Download original, with certificate" : "Download with certificate"}
      </Button>
      {asset.credentialsIn === "none" && (
        <p className="text-soft">
          This file type has no content credentials (C2PA). The certificate proves how it was made.
        </p>
      )}
      <a href="/verify" target="_blank" rel="noopener" className="text-accent underline">
        Verify
      </a>
      {error !== undefined && <ErrorMessage error={error} />}
    </section>
  );
}
