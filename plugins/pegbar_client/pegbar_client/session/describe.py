"""Sentences about jobs, batches and prices."""

from __future__ import annotations

from ..models import Batch, Job
from .state import Price, RequestView

_INTERRUPTIONS = {
    "spot_interruption": "The GPU was reclaimed",
    "lease_expired": "The worker was lost",
}


def describe_job(job: Job) -> str:
    """A job's state in one line."""
    if job.cancel_requested:
        return "Cancelling…"
    if job.state == "queued":
        interrupted = next((attempt for attempt in reversed(job.attempts) if attempt.state == "interrupted"), None)
        if interrupted:
            reason = _INTERRUPTIONS.get(interrupted.reason or "", "The worker was interrupted")
            return f"{reason}; it starts again by itself."
        if job.wait and job.wait.seconds:
            return f"Queued: starts in {format_wait(job.wait.seconds.low, job.wait.seconds.high)}"
        return f"Queued: {job.wait.jobs_ahead} jobs ahead" if job.wait and job.wait.jobs_ahead else "Queued"
    if job.state == "held":
        return "On hold" + (f": {job.reason}" if job.reason else "")
    return {"running": "Running", "succeeded": "Finished", "failed": "Failed", "cancelled": "Cancelled"}.get(
        job.state, job.state
    )


def describe_progress(data: dict[str, object]) -> tuple[float | None, str]:
    """Fraction and text of a progress event."""
    fraction = data.get("fraction")
    step, steps = data.get("step"), data.get("steps")
    text = f"Step {step} of {steps}" if isinstance(step, int) and isinstance(steps, int) and steps > 0 else "Running"
    return (float(fraction) if isinstance(fraction, (int, float)) else None, text)


def describe_batch(batch: Batch) -> str:
    """A batch's state in one line."""
    counts = batch.counts
    if batch.state == "paused":
        return f"Paused: {counts.succeeded} of {batch.jobs} frames finished"
    if batch.state == "stopped":
        return f"Stopped after {counts.failed} failures. Resume it in the portal."
    text = f"{counts.succeeded} of {batch.jobs} frames finished"
    if counts.failed:
        text += f", {counts.failed} failed"
    return text if counts.running or counts.succeeded else f"Queued: {batch.jobs} frames"


_REVIEWS = {"pending": "Not reviewed", "approved": "Approved", "retake": "Retake"}


def describe_review(view: RequestView) -> str:
    """A review with its comment; empty before it is known."""
    text = _REVIEWS.get(view.review, "")
    return f"{text}: {view.review_comment}" if text and view.review_comment else text


def format_wait(low: float, high: float) -> str:
    """Seconds as people say them: ``about 40 s``, ``2 to 5 min``."""
    if high < 90:
        return f"about {max(1, round(high))} s"
    first, last = max(1, round(low / 60)), max(1, round(high / 60))
    return f"about {last} min" if first == last else f"{first} to {last} min"


def describe_price(price: Price) -> list[str]:
    """Price, wait and what is left, one line each."""
    lines = [_format_dollars(price)]
    if price.jobs > 1:
        lines[0] += f" for {price.jobs} frames"
    if price.reused:
        lines.append(f"{price.reused} unchanged frames are free")
    lines.append(
        "No worker runs now" if price.wait_high is None
        else "Starts immediately" if price.wait_high < 1
        else f"Starts in {format_wait(price.wait_low or 0, price.wait_high)}"
    )  # fmt: skip
    names = {"tenant": "studio", "show": "show", "member": "you"}
    left = [f"{names.get(one.scope, one.scope)} ${one.dollars:,.2f}" for one in price.remaining if one.dollars is not None]
    if left:
        lines.append(f"Budget left: {', '.join(left)}")
    return lines


def _format_dollars(price: Price) -> str:
    if price.high < 0.01:
        return "Under $0.01"
    low, high = f"{price.low:,.2f}", f"{price.high:,.2f}"
    return f"${high}" if low == high else f"${low} to ${high}"
