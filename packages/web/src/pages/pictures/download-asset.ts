import type { QueryClient } from "@tanstack/react-query";
import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { saveFile } from "../../components/save-file.ts";
import { file, type Asset } from "./queries.ts";

/** Downloads a result and its certificate. @param signed whether to download the file with content credentials */
export async function downloadAsset(
  queryClient: QueryClient,
  { id, filename, credentialed }: Pick<Asset, "id" | "filename" | "credentialed">,
  signed: boolean,
): Promise<void> {
  const [content, certificate] = await Promise.all([
    signed ? fetchSignedFile(id) : queryClient.fetchQuery(file(id)),
    api.get("/v1/assets/{id}/certificate", { params: { path: { id }, query: { wait: 20 } } }),
  ]);
  const name = signed && credentialed ? credentialed.filename : filename;
  saveFile(content, name);
  saveFile(new Blob([JSON.stringify(certificate)], { type: "application/json" }), name + CERTIFICATE_SUFFIX);
}

async function fetchSignedFile(id: string): Promise<Blob> {
  const response = await api.request(`/v1/assets/${encodeURIComponent(id)}/download?credentialed=true`);
  return response.blob();
}
