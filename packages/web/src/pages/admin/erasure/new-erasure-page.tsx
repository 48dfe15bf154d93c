import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { Button } from "../../../components/button.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { strings } from "../../../strings/erasure.ts";
import { ConfirmErasureDialog } from "./confirm-erasure-dialog.tsx";
import { Preview } from "./preview.tsx";
import { preview, type Choice } from "./queries.ts";
import { ChooseInput } from "./choose-input.tsx";
import { ChooseMember } from "./choose-member.tsx";

/** Chooses what to erase, shows what goes and what stays, and erases after a confirmation. */
export function NewErasurePage() {
  const [kind, setKind] = useState<"member" | "input">("member");
  const [choice, setChoice] = useState<Choice>();
  const [reason, setReason] = useState("");
  const [isConfirming, setIsConfirming] = useState(false);
  const foreseen = useQuery(preview(choice?.subject));
  const choose = (next: typeof kind) => {
    setKind(next);
    setChoice(undefined);
  };
  return (
    <>
      <title>{`${strings.newTitle} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/admin/erasure" list={strings.title} name={strings.newTitle} />
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5">
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 text-sm font-medium">{strings.subjectLegend}</legend>
            {(["member", "input"] as const).map((one) => (
              <label key={one} className="flex items-center gap-2">
                <input
                  type="radio"
                  name="subject"
                  className="size-4 accent-accent"
                  checked={kind === one}
                  onChange={() => choose(one)}
                />
                {one === "member" ? strings.ofMember : strings.ofInput}
              </label>
            ))}
          </fieldset>
          {kind === "member" ? <ChooseMember onChange={setChoice} /> : <ChooseInput onChange={setChoice} />}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Preview query={foreseen} isChosen={choice !== undefined} />
          {choice && foreseen.data && (
            <form
              className="flex flex-col gap-4"
              onSubmit={(event) => {
                event.preventDefault();
                setIsConfirming(true);
              }}
            >
              <TextField
                label={strings.reason}
                required
                maxLength={500}
                pattern=".*\S.*"
                value={reason}
                onChange={setReason}
                placeholder={strings.reasonPlaceholder}
                hint={strings.reasonHint}
              />
              <Button type="submit" variant="danger" className="self-start" disabled={reason.trim() === ""}>
                {strings.eraseAsk}
              </Button>
            </form>
          )}
        </div>
      </div>
      {isConfirming && choice && (
        <ConfirmErasureDialog choice={choice} reason={reason.trim()} onClose={() => setIsConfirming(false)} />
      )}
    </>
  );
}
