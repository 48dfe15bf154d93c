import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../../api/client.ts";
import { Button } from "../../../../components/button.tsx";
import { ErrorMessage } from "../../../../components/error-message.tsx";
import { Select } from "../../../../components/select.tsx";
import { TextField } from "../../../../components/text-field.tsx";
import { showToast } from "../../../../components/toast.tsx";
import { strings } from "../../../../strings/workflows.ts";
import { allWorkflows } from "../queries.ts";
import { changeWorkflowDraft, setWorkflowDraft, type WorkflowDraft } from "./draft.ts";
import { assignFormErrors, type FormProblems } from "./form/form-problems.ts";

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/;
const CLASSES = ["light", "heavy", "xl"] as const;
const MAX_SECONDS = 86_400;

interface Props {
  draft: WorkflowDraft;
  isFormValid: boolean;
  /** Called with what the API says about the items of the form. */
  onRefused: (problems: FormProblems) => void;
}

/** Publishes the draft as a new workflow, or as the next version of one. */
export function Publish({ draft, isFormValid, onRefused }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const existing = useQuery(allWorkflows);
  const [limit, setLimit] = useState(String(draft.timeLimitSeconds));
  const target = existing.data?.find(({ slug }) => slug === draft.slug);
  const change = (changes: Partial<WorkflowDraft>) => changeWorkflowDraft(() => changes);
  const slugError = SLUG.test(draft.slug) ? undefined : strings.slugError;
  const isLimit = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_SECONDS;
  const limitError = isLimit(limit) ? undefined : strings.timeLimitError;
  const publish = useMutation({
    mutationFn: () => {
      const { slug, name, description, form, proposal, timeLimitSeconds, class: workers } = draft;
      const body = { slug, name, description, graph: proposal.graph, form, class: workers, timeLimitSeconds };
      return api.post("/v1/workflows", { body });
    },
    onError: (error) => onRefused(assignFormErrors(error, draft.form)),
    onSuccess: async ({ slug, name, version }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflows"] });
      showToast(strings.publishedNow(name, version));
      await navigate({ to: "/admin/workflows/$workflowId", params: { workflowId: slug } });
      setWorkflowDraft(undefined);
    },
  });
  const canPublish =
    isFormValid && !slugError && !limitError && draft.name.trim() !== "" && draft.proposal.problems.length === 0;
  return (
    <section aria-label={strings.publish} className="flex flex-col gap-3">
      <h2>{strings.publish}</h2>
      <form
        className="grid gap-4 rounded-lg border border-line bg-surface p-4 md:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (canPublish) publish.mutate();
        }}
      >
        <Select
          label={strings.publishAs}
          value={target?.slug ?? ""}
          options={[
            ["", strings.newWorkflow],
            ...(existing.data ?? []).map(({ slug, name }) => [slug, strings.newVersionOf(name)] as const),
          ]}
          onChange={(slug) => {
            const chosen = existing.data?.find((one) => one.slug === slug);
            if (!chosen) return change({ slug: "" });
            setLimit(String(chosen.timeLimitSeconds));
            change({
              slug,
              name: chosen.name,
              description: chosen.description,
              class: chosen.class as WorkflowDraft["class"],
              timeLimitSeconds: chosen.timeLimitSeconds,
            });
          }}
        />
        <TextField
          label={strings.slug}
          required
          value={draft.slug}
          onChange={(slug) => change({ slug })}
          hint={target ? strings.addsVersion(target.version + 1, target.name, target.retired) : strings.slugHint}
          error={slugError}
        />
        <TextField
          label={strings.name}
          required
          maxLength={200}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={strings.description}
          maxLength={2000}
          value={draft.description}
          onChange={(description) => change({ description })}
        />
        <Select
          label={strings.workloadClass}
          value={draft.class}
          options={CLASSES.map((one) => [one, one])}
          onChange={(value) => change({ class: value as WorkflowDraft["class"] })}
        />
        <TextField
          label={strings.timeLimit}
          inputMode="numeric"
          suffix={strings.seconds}
          value={limit}
          onChange={(text) => {
            setLimit(text);
            if (isLimit(text)) change({ timeLimitSeconds: Number(text) });
          }}
          error={limitError}
        />
        <div className="flex flex-col gap-3 md:col-span-2">
          {publish.error && <ErrorMessage error={publish.error} />}
          <div className="flex flex-wrap items-center justify-end gap-3">
            <p className="text-sm text-soft">
              {draft.proposal.problems.length > 0
                ? strings.cannotPublish
                : isFormValid
                  ? strings.publishHint
                  : strings.formHasErrors}
            </p>
            <Button type="submit" busy={publish.isPending} disabled={!canPublish}>
              {target ? strings.publishVersion(target.version + 1) : strings.publishWorkflow}
            </Button>
          </div>
        </div>
      </form>
    </section>
  );
}
