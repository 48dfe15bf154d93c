import { strings } from "../../../../../strings/workflows.ts";
import type { Draft } from "../../../../generate/draft.ts";
import { Fields } from "../../../../generate/fields.tsx";
import { FormSection } from "../../../../generate/form-section.tsx";
import { Inputs } from "../../../../generate/inputs.tsx";
import type { Workflow } from "../../../../generate/values.ts";
import type { WorkflowDraft } from "../draft.ts";
import type { FormProblems } from "./form-problems.ts";

const empty: Draft = { values: {}, randomSeeds: [], frames: "", target: {}, recentJobIds: [], filledFrom: undefined };

/** The form as artists will see it, with its defaults. Takes no input: it would change the form in Generate. */
export function Preview({ draft, problems }: { draft: WorkflowDraft; problems: FormProblems }) {
  const { slug, name, description, form, timeLimitSeconds } = draft;
  // A range that is not a number cannot be shown.
  const fields = form.fields.filter((field) => !problems.has(field));
  const workflow: Workflow = {
    id: "",
    slug,
    name,
    description,
    retired: false,
    versionId: "",
    version: 0,
    sha256: "",
    class: draft.class,
    timeLimitSeconds,
    publishedAt: "",
    publishedBy: null,
    form: { ...form, fields },
  };
  return (
    <section aria-label={strings.preview} className="flex min-w-0 flex-col gap-3 self-start xl:sticky xl:top-4">
      <h2>{strings.preview}</h2>
      <p className="text-sm text-soft">
        {fields.length < form.fields.length ? strings.previewWithout : strings.previewHint}
      </p>
      <div inert className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-4">
        <Inputs workflow={workflow} errors={{}} />
        {fields.length > 0 && (
          <FormSection title={strings.settings}>
            <Fields workflow={workflow} draft={empty} show={undefined} errors={{}} picture={undefined} />
          </FormSection>
        )}
      </div>
    </section>
  );
}
