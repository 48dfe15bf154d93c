import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TextField } from "../../components/text-field.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import type { Version } from "./queries.ts";

/** The decision about a version, or the buttons to make it. */
export function Decision({ version, names }: { version: Version; names: ReadonlyMap<string, string> }) {
  const { can } = useMe();
  const [making, setMaking] = useState<"approved" | "retake">();
  const { review } = version;
  if (review)
    return (
      <p
        className={`rounded-md px-3 py-2 text-sm ${review.decision === "approved" ? "bg-good-wash text-good" : "bg-warn-wash text-warn"}`}
      >
        {review.decision === "approved" ? "Approved" : `Retake${review.frames ? ` of frames ${review.frames}` : ""}`} by{" "}
        {names.get(review.memberId) ?? "a supervisor"}, <TimeAgo at={review.createdAt} />
        {review.comment && <span className="block whitespace-pre-wrap">{review.comment}</span>}
      </p>
    );
  if (!can("review.create")) return <p className="text-sm text-soft">Not reviewed yet.</p>;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={() => setMaking("approved")}>
        Approve
      </Button>
      <Button size="sm" variant="plain" onClick={() => setMaking("retake")}>
        Send to retake
      </Button>
      {making && <DecisionDialog version={version} decision={making} onClose={() => setMaking(undefined)} />}
    </div>
  );
}

function DecisionDialog({
  version: { id, name, number },
  decision,
  onClose,
}: {
  version: Version;
  decision: "approved" | "retake";
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [frames, setFrames] = useState("");
  const [comment, setComment] = useState("");
  const mutation = useMutation({
    mutationFn: () =>
      api.post("/v1/versions/{id}/review", {
        params: { path: { id } },
        body: { decision, comment, ...(decision === "retake" && frames.trim() !== "" ? { frames } : {}) },
      }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ["versions"] });
      onClose();
    },
  });
  const title = `${name} ${formatVersion(number)}`;
  return (
    <Dialog title={decision === "approved" ? `Approve ${title}?` : `Send ${title} to retake?`} onClose={onClose}>
      <p className="text-soft">
        {decision === "approved"
          ? "The approval is final. The log records it with your name and the hash of every frame."
          : "The decision is final for this version; its retake becomes a new one."}
      </p>
      {decision === "retake" && (
        <TextField
          label="Frames"
          value={frames}
          onChange={setFrames}
          hint="Such as 12-20, 33. Empty: all frames. A colon means a step: 1-48:2."
        />
      )}
      <TextField label="Comment" value={comment} onChange={setComment} />
      {mutation.error && <ErrorMessage error={mutation.error} />}
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          Cancel
        </Button>
        <Button busy={mutation.isPending} onClick={() => mutation.mutate()}>
          {decision === "approved" ? "Approve" : "Send to retake"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
