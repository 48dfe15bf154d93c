import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { eventNames, strings } from "../../../strings/webhooks.ts";
import type { Webhook, WebhookEvent } from "./queries.ts";

interface Props {
  /** Undefined for a new one. */
  webhook?: Webhook;
  onClose: () => void;
  /** Receives the secret of a new webhook. */
  onCreated?: (secret: string) => void;
}

/** Creates a webhook, or changes one. */
export function WebhookDialog({ webhook, onClose, onCreated }: Props) {
  const queryClient = useQueryClient();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? ["job.succeeded", "job.failed"]);
  const save = useMutation({
    mutationFn: async () => {
      const body = { url: url.trim(), description: description.trim(), events: [...events] };
      if (!webhook) return (await api.post("/v1/webhooks", { body })).secret;
      await api.patch("/v1/webhooks/{id}", { params: { path: { id: webhook.id } }, body });
      return undefined;
    },
    onSuccess: async (secret) => {
      await queryClient.invalidateQueries({ queryKey: ["webhooks"] });
      if (secret !== undefined) return onCreated?.(secret);
      showToast(strings.saved);
      return onClose();
    },
  });
  const toggle = (event: WebhookEvent, on: boolean) =>
    setEvents(on ? [...events, event] : events.filter((one) => one !== event));
  return (
    <Dialog title={webhook ? strings.editTitle : strings.add} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (events.length > 0) save.mutate();
        }}
      >
        <TextField
          label={strings.address}
          type="url"
          required
          maxLength={2000}
          value={url}
          onChange={setUrl}
          hint={strings.addressHint}
        />
        <TextField label={strings.description} maxLength={200} value={description} onChange={setDescription} />
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium">{strings.events}</legend>
          {(Object.keys(eventNames) as WebhookEvent[]).map((event) => (
            <label key={event} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={events.includes(event)}
                onChange={({ target }) => toggle(event, target.checked)}
              />
              {eventNames[event]} <span className="font-mono text-xs text-soft">{event}</span>
            </label>
          ))}
          {events.length === 0 && <p className="text-sm text-bad">{strings.eventsError}</p>}
        </fieldset>
        {save.error && <ErrorMessage error={save.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button type="submit" busy={save.isPending} disabled={events.length === 0}>
            {webhook ? strings.save : strings.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
