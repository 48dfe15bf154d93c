import { Webhook } from "standardwebhooks";

/** Data of `version.approved` and `version.retake`. */
export interface ReviewData {
  versionId: string;
  /** Name of the output, such as `paint`. */
  name: string;
  /** Number of the version, from 1. */
  version: number;
  show: string;
  sequence: string;
  shot: string;
  /** Frames to make again, such as `12-20`; null for all, and for an approval. */
  frames: string | null;
  /** What the reviewer wrote; may be empty. */
  comment: string;
}

export interface ReviewEvent {
  decision: "approved" | "retake";
  /** When it was decided, ISO 8601. */
  timestamp: string;
  data: ReviewData;
}

const DECISIONS: Record<string, ReviewEvent["decision"]> = {
  "version.approved": "approved",
  "version.retake": "retake",
};

/**
 * Verifies the signature of a delivery, over the body as received.
 * @returns the type of the event, for example `version.approved`
 * @throws WebhookVerificationError for a wrong signature, or one older than five minutes
 */
export function verifyDelivery(secret: string, headers: Record<string, string>, body: string): string {
  return (new Webhook(secret).verify(body, headers) as { type: string }).type;
}

/** Reads a verified body; undefined for events that are not about reviews. @throws Error if a field is missing */
export function parseEvent(body: string): ReviewEvent | undefined {
  const { type, timestamp, data } = JSON.parse(body) as { type: string; timestamp: string; data: Partial<ReviewData> };
  const decision = DECISIONS[type];
  if (!decision) return undefined;
  const { versionId, name, version, show, sequence, shot, frames = null, comment = "" } = data;
  if (!versionId || !name || !version || !show || !sequence || !shot)
    throw new Error(`The event ${type} has no version, show, sequence or shot.`);
  return { decision, timestamp, data: { versionId, name, version, show, sequence, shot, frames, comment } };
}
