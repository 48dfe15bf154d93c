import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { PageSkeleton } from "../../../components/page-state.tsx";
import { Badge } from "../../../components/table.tsx";
import { showToast } from "../../../components/toast.tsx";
import { eventNames, strings } from "../../../strings/webhooks.ts";
import { Deliveries } from "./deliveries.tsx";
import { webhook as webhookQuery, type Webhook } from "./queries.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { WebhookSecret } from "./webhook-secret.tsx";

const route = getRouteApi("/admin/webhooks/$webhookId");
/** Time for which calls carry both signatures. */
const OVERLAP_HOURS = 24;

/** One webhook with its deliveries. */
export function WebhookPage() {
  const { webhookId } = route.useParams();
  const { data, error, refetch } = useQuery(webhookQuery(webhookId));
  if (error && !data) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <title>{`${data.url} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb
          to="/admin/webhooks"
          list={strings.title}
          name={<span className="wrap-anywhere">{data.url}</span>}
        />
        <Badge tone={data.state === "active" ? "good" : "soft"}>{strings[data.state]}</Badge>
      </div>
      <p className="text-soft">
        {[data.description, data.events.map((event) => eventNames[event]).join(", ")].filter(Boolean).join(" · ")}
      </p>
      {data.reason !== null && (
        <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
          {data.reason}
        </p>
      )}
      <Actions webhook={data} />
      <Deliveries webhookId={data.id} />
    </>
  );
}

function Actions({ webhook }: { webhook: Webhook }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "rotate" | "remove">();
  const [secret, setSecret] = useState<string>();
  const close = () => setOpen(undefined);
  const params = { path: { id: webhook.id } };
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["webhooks"] });
  const test = useMutation({
    mutationFn: () => api.post("/v1/webhooks/{id}/test", { params }),
    onSuccess: async () => {
      await refresh();
      showToast(strings.testSent);
    },
  });
  const next = webhook.state === "active" ? "disabled" : "active";
  const toggle = useMutation({
    mutationFn: () => api.patch("/v1/webhooks/{id}", { params, body: { state: next } }),
    onSuccess: refresh,
  });
  const error = test.error ?? toggle.error;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" busy={test.isPending} onClick={() => test.mutate()}>
          {strings.test}
        </Button>
        <Button size="sm" variant="plain" onClick={() => setOpen("edit")}>
          {strings.edit}
        </Button>
        <Button size="sm" variant="plain" busy={toggle.isPending} onClick={() => toggle.mutate()}>
          {next === "disabled" ? strings.disable : strings.enable}
        </Button>
        <Button size="sm" variant="plain" onClick={() => setOpen("rotate")}>
          {strings.rotate}
        </Button>
        <Button size="sm" variant="danger" onClick={() => setOpen("remove")}>
          {strings.remove}
        </Button>
      </div>
      {error && <ErrorMessage error={error} />}
      {open === "edit" && <WebhookDialog webhook={webhook} onClose={close} />}
      {open === "rotate" && (
        <ConfirmDialog
          title={strings.rotateTitle}
          action={strings.rotateAction}
          onClose={close}
          onConfirm={async () => {
            const made = await api.post("/v1/webhooks/{id}/secrets", { params, body: { overlapHours: OVERLAP_HOURS } });
            setSecret(made.secret);
          }}
        >
          {strings.rotateHint}
        </ConfirmDialog>
      )}
      {open === "remove" && (
        <ConfirmDialog
          title={strings.removeTitle}
          action={strings.removeAction}
          onClose={close}
          onConfirm={async () => {
            await api.delete("/v1/webhooks/{id}", { params });
            showToast(strings.removed);
            await navigate({ to: "/admin/webhooks" });
            await queryClient.invalidateQueries({ queryKey: ["webhooks"], exact: true });
          }}
        >
          {strings.removeHint}
        </ConfirmDialog>
      )}
      {secret !== undefined && <WebhookSecret secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}
