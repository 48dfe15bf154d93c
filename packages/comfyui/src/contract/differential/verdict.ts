import { isRecord } from "../../graph.ts";
import type { Validation } from "../../validate.ts";
import type { Answer } from "../peer.ts";

/** A server's verdict on a graph, in a form that can be compared. */
export interface Verdict {
  /** `partly`: accepted, but without some outputs. */
  readonly result: "accepted" | "partly" | "refused" | "raised";
  /** Type of the error about the whole graph; undefined if the server accepts it or raises an exception. */
  readonly error: string | undefined;
  /** `<node id> <error type>`, sorted, without duplicates. */
  readonly nodeErrors: readonly string[];
}

function listNodeErrors(nodeErrors: unknown): string[] {
  if (!isRecord(nodeErrors)) return [];
  const listed = Object.entries(nodeErrors).flatMap(([id, node]) => {
    const errors = isRecord(node) && Array.isArray(node["errors"]) ? (node["errors"] as unknown[]) : [];
    return errors.map((error) => `${id} ${isRecord(error) ? String(error["type"]) : "?"}`);
  });
  return [...new Set(listed)].sort();
}

/** Reads the answer of `POST /prompt`. */
export function readAnswer({ status, body }: Answer): Verdict {
  if (!isRecord(body) || (status !== 200 && status !== 400))
    return { result: "raised", error: undefined, nodeErrors: [] };
  const nodeErrors = listNodeErrors(body["node_errors"]);
  if (status === 200) return { result: nodeErrors.length > 0 ? "partly" : "accepted", error: undefined, nodeErrors };
  const error = isRecord(body["error"]) ? String(body["error"]["type"]) : "?";
  return { result: "refused", error, nodeErrors };
}

/** The same for our own validation. */
export function readValidation(validation: Validation): Verdict {
  if (validation.result === "raised") return { result: "raised", error: undefined, nodeErrors: [] };
  if (validation.result === "refused") return readAnswer({ status: 400, body: validation.body });
  return readAnswer({ status: 200, body: { node_errors: validation.nodeErrors } });
}
