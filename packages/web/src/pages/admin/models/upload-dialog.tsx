import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ModelDraft } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { Select } from "../../../components/select.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/models.ts";
import type { Model } from "./queries.ts";

type Kind = ModelDraft["kind"];
const KINDS: readonly Kind[] = [
  "checkpoint",
  "lora",
  "vae",
  "diffusion_model",
  "text_encoder",
  "clip_vision",
  "controlnet",
  "style_model",
  "gligen",
  "hypernetwork",
  "upscale_model",
  "embedding",
];
const SUFFIX = ".safetensors";

/** Uploads a model file of the studio. Stopped and repeated, only its missing parts are sent. */
export function UploadDialog({ onClose, onUploaded }: { onClose: () => void; onUploaded: (model: Model) => void }) {
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState<Kind>("lora");
  const [name, setName] = useState("");
  const [family, setFamily] = useState("");
  const [licence, setLicence] = useState("");
  const [vram, setVram] = useState("");
  const [progress, setProgress] = useState("");
  const stop = useRef<AbortController>(undefined);
  const fileError = file && !file.name.endsWith(SUFFIX) ? strings.notSafetensors : undefined;
  const vramError = /^\d{0,6}$/.test(vram.trim()) ? undefined : strings.vramError;
  const upload = useMutation({
    mutationFn: async (content: File) => {
      const controller = (stop.current = new AbortController());
      const draft = {
        kind,
        family: family.trim(),
        licence: licence.trim(),
        name: name.trim(),
        fileName: content.name,
        vramMib: Number(vram),
      };
      return api.uploadModel(content, draft, {
        signal: controller.signal,
        onProgress: ({ phase, sent, total }) => {
          const percent = Math.round((sent / Math.max(1, total)) * 100);
          setProgress(phase === "hashing" || phase === "sending" ? strings[phase](percent) : strings.checking);
        },
      });
    },
    onSuccess: async (model) => {
      await queryClient.invalidateQueries({ queryKey: ["models"] });
      showToast(strings.uploaded(model.name));
      onUploaded(model);
    },
  });
  const isBusy = upload.isPending;
  const wasStopped = stop.current?.signal.aborted === true;
  return (
    <Dialog title={strings.add} locked={isBusy} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && !fileError && !vramError) upload.mutate(file);
        }}
      >
        <label className="flex flex-col gap-1 text-sm font-medium">
          {strings.file}
          <input
            type="file"
            required
            accept={SUFFIX}
            disabled={isBusy}
            aria-describedby="model-file-hint"
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              setFile(chosen);
              if (chosen && name === "") setName(chosen.name.replace(/\.safetensors$/, ""));
            }}
            className="rounded-md border border-edge bg-surface p-1.5 font-normal"
          />
          <span id="model-file-hint" className={`font-normal ${fileError ? "text-bad" : "text-soft"}`}>
            {fileError ?? strings.fileHint}
          </span>
        </label>
        <TextField label={strings.name} required maxLength={200} value={name} onChange={setName} disabled={isBusy} />
        <Select
          label={strings.kind}
          value={kind}
          options={KINDS.map((one) => [one, one.replaceAll("_", " ")])}
          onChange={(value) => setKind(value as Kind)}
        />
        <TextField
          label={strings.family}
          required
          maxLength={64}
          value={family}
          onChange={setFamily}
          hint={strings.familyHint}
          disabled={isBusy}
        />
        <TextField
          label={strings.licence}
          required
          maxLength={200}
          value={licence}
          onChange={setLicence}
          hint={strings.licenceHint}
          disabled={isBusy}
        />
        <TextField
          label={strings.vram}
          suffix="MiB"
          inputMode="numeric"
          value={vram}
          onChange={setVram}
          hint={strings.vramHint}
          error={vramError}
          disabled={isBusy}
        />
        <p role="status" className="min-h-5 text-sm text-soft">
          {isBusy ? progress : wasStopped ? strings.stopped : ""}
        </p>
        {upload.error && !wasStopped && <ErrorMessage error={upload.error} />}
        <DialogActions>
          <Button variant="plain" onClick={() => (isBusy ? stop.current?.abort() : onClose())}>
            {strings.cancel}
          </Button>
          <Button type="submit" busy={isBusy}>
            {strings.upload}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
