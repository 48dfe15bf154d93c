import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { models, shows } from "../../../api/lists.ts";
import { Button } from "../../../components/button.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { formatBytes } from "../../../components/format.ts";
import { Badge, TableSkeleton, Table, Td, Th } from "../../../components/table.tsx";
import { strings } from "../../../strings/models.ts";
import { ClearDialog } from "./clear-dialog.tsx";
import type { Model } from "./queries.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { UploadDialog } from "./upload-dialog.tsx";
import { UsesDialog } from "./uses-dialog.tsx";

type Open = { dialog: "clear" | "revoke" | "uses"; model: Model } | { dialog: "upload" };
const tones = { active: "good", revoked: "soft", announced: "warn", checking: "busy", refused: "bad" } as const;

/** Shared models and the studio's own: upload, clearance, usage, revocation. */
export function ModelsPage() {
  const list = useQuery(models);
  const showList = useQuery(shows);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const add = <Button onClick={() => setOpen({ dialog: "upload" })}>{strings.add}</Button>;
  const describeShows = ({ shared, clearedShowIds }: Model): string => {
    if (shared) return strings.shared;
    const codes = clearedShowIds.map((id) => showList.data?.find((one) => one.id === id)?.code ?? id);
    return codes.length === 0 ? strings.noShow : codes.join(", ");
  };
  return (
    <>
      <title>{`${strings.title} – Pegbar`}</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>{strings.title}</h1>
        {add}
      </div>
      <p className="max-w-2xl text-soft">{strings.about}</p>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={5} />
      ) : !list.data ? undefined : list.data.length === 0 ? (
        <EmptyState title={strings.empty} action={add}>
          {strings.emptyHint}
        </EmptyState>
      ) : (
        <Table
          label={strings.title}
          head={
            <>
              <Th>{strings.name}</Th>
              <Th wide>{strings.kind}</Th>
              <Th wide>{strings.licence}</Th>
              <Th wide>{strings.clearedFor}</Th>
              <Th>{strings.status}</Th>
              <Th>
                <span className="sr-only">{strings.actions}</span>
              </Th>
            </>
          }
        >
          {list.data.map((model) => (
            <tr key={model.id} className="hover:bg-sunken">
              <Td>
                <span className="font-medium wrap-anywhere">{model.name}</span>
                <span className="block text-sm wrap-anywhere text-soft">
                  {model.fileName}
                  {model.bytes !== null && `, ${formatBytes(model.bytes)}`}
                </span>
              </Td>
              <Td wide>
                {model.kind}
                <span className="block text-sm text-soft">{model.family}</span>
              </Td>
              <Td wide>{model.licence}</Td>
              <Td wide>{describeShows(model)}</Td>
              <Td>
                <Badge tone={tones[model.status]}>{strings.states[model.status]}</Badge>
              </Td>
              <Td>
                <div className="flex flex-wrap justify-end gap-1">
                  <Button size="sm" variant="quiet" onClick={() => setOpen({ dialog: "uses", model })}>
                    {strings.uses}
                    <span className="sr-only"> {model.name}</span>
                  </Button>
                  {!model.shared && model.status === "active" && (
                    <>
                      <Button size="sm" variant="plain" onClick={() => setOpen({ dialog: "clear", model })}>
                        {strings.clear}
                        <span className="sr-only"> {model.name}</span>
                      </Button>
                      <Button size="sm" variant="danger" onClick={() => setOpen({ dialog: "revoke", model })}>
                        {strings.revoke}
                        <span className="sr-only"> {model.name}</span>
                      </Button>
                    </>
                  )}
                </div>
              </Td>
            </tr>
          ))}
        </Table>
      )}
      {open?.dialog === "upload" && (
        <UploadDialog onClose={close} onUploaded={(model) => setOpen({ dialog: "clear", model })} />
      )}
      {open?.dialog === "clear" && <ClearDialog model={open.model} shows={showList.data ?? []} onClose={close} />}
      {open?.dialog === "revoke" && <RevokeDialog model={open.model} onClose={close} />}
      {open?.dialog === "uses" && <UsesDialog model={open.model} onClose={close} />}
    </>
  );
}
