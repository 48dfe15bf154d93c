import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { currentUploads, remove, watchUploads, type Upload } from "../../upload/uploads.ts";
import { bodyOf, compose, slotOf, type Body } from "./compose.ts";
import { change, currentDesk } from "./desk.ts";
import type { Workflow } from "./values.ts";

/** How a submit stands. */
export type Submit =
  | { at: "rest" }
  | { at: "uploading" }
  | { at: "sending"; done: number; of: number }
  | { at: "done"; form: string; jobIds: string[] }
  | { at: "failed"; form: string; error: unknown; jobIds: string[] };

/** Jobs that are on their way: what each asks for, under which key, and what it became. */
interface Batch {
  form: string;
  bodies: { body: Body; key: string; files: Upload[] }[];
}

/** A second press within this time is the same press. */
const DOUBLE_MS = 1500;
const KEPT = 12;

/**
 * Sends what the form holds, one job after the other. What failed for want of an answer is sent again under the same keys
 * by the next press, so that no job comes twice; what is queued already is left off, with its files.
 */
export function useSubmit() {
  const queries = useQueryClient();
  const [state, setState] = useState<Submit>({ at: "rest" });
  const busy = useRef(false);
  const batch = useRef<Batch>(undefined);
  const last = useRef({ form: "", at: 0, jobIds: [] as string[] });

  async function send(workflow: Workflow, shot: string): Promise<void> {
    setState({ at: "uploading" });
    if (!(await settled(workflow))) return setState({ at: "rest" });
    const form = formNow(workflow, shot);
    if (last.current.form === form && Date.now() - last.current.at < DOUBLE_MS)
      return setState({ at: "done", form, jobIds: last.current.jobIds });
    const sending = batch.current?.form === form ? batch.current : makeBatch(workflow, shot, form);
    batch.current = sending;
    const jobIds: string[] = [];
    const of = sending.bodies.length;
    try {
      for (const { body, key } of sending.bodies) {
        setState({ at: "sending", done: jobIds.length, of });
        const job = await api.post("/v1/jobs", { body, params: { header: { "idempotency-key": key } } });
        jobIds.push(job.id);
        change(({ sent }) => ({ sent: [job.id, ...sent.filter((one) => one !== job.id)].slice(0, KEPT) }));
        queries.setQueryData(["job", job.id], job);
      }
      last.current = { form, at: Date.now(), jobIds };
      batch.current = undefined;
      setState({ at: "done", form, jobIds });
    } catch (error) {
      leaveOff(sending, jobIds.length);
      // What the files are now, so that the rest goes under its own keys.
      sending.bodies.splice(0, jobIds.length);
      sending.form = formNow(workflow, shot);
      setState({ at: "failed", form: sending.form, error, jobIds });
    } finally {
      void queries.invalidateQueries({ queryKey: ["quotas"] });
      void queries.invalidateQueries({ queryKey: ["jobs"] });
    }
  }

  return {
    state,
    submit: (workflow: Workflow, shot: string) => {
      if (busy.current) return;
      busy.current = true;
      void send(workflow, shot).finally(() => (busy.current = false));
    },
  };
}

/** Everything that tells one submit from another. */
export function formNow(workflow: Workflow, shot: string): string {
  const desk = currentDesk();
  const { sets } = compose(workflow, desk, currentUploads());
  return JSON.stringify([desk.random, sets.map((files) => bodyOf(workflow, desk, shot, files, false))]);
}

function makeBatch(workflow: Workflow, shot: string, form: string): Batch {
  const desk = currentDesk();
  const { sets } = compose(workflow, desk, currentUploads());
  const bodies = sets.map((files) => ({
    body: bodyOf(workflow, desk, shot, files, true),
    key: crypto.randomUUID(),
    files: Object.values(files),
  }));
  return { form, bodies };
}

/** Takes the files of jobs that are queued away, but never those that the others need too. */
function leaveOff({ bodies }: Batch, queued: number): void {
  const needed = new Set(bodies.slice(queued).flatMap(({ files }) => files.map(({ id }) => id)));
  const done = bodies.slice(0, queued).flatMap(({ files }) => files.map(({ id }) => id));
  remove(done.filter((id) => !needed.has(id)));
}

const STOPPED = ["paused", "failed"];

/** Waits until all files of the workflow's inputs are there; false when one of them stopped or is missing. */
function settled(workflow: Workflow): Promise<boolean> {
  const slots = workflow.form.inputs.map((input) => slotOf(workflow, input));
  return new Promise((resolve) => {
    let stop = () => {};
    const look = () => {
      const files = currentUploads().filter(({ slot, phase }) => slots.includes(slot) && phase !== "refused");
      const stopped = files.some(({ phase }) => STOPPED.includes(phase));
      if (!stopped && files.some(({ phase }) => phase !== "here")) return;
      stop();
      resolve(!stopped && slots.every((slot) => files.some((one) => one.slot === slot)));
    };
    stop = watchUploads(look);
    look();
  });
}
