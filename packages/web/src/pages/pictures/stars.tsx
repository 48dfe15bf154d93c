import { strings } from "../../strings/browse.ts";

interface Props {
  rating: number | null;
  /** Null removes the rating. */
  onRate: (rating: number | null) => void;
}

/** Five stars. Choosing the present rating again removes it. */
export const Stars = ({ rating, onRate }: Props) => (
  <div role="group" aria-label={strings.rate} className="flex">
    {[1, 2, 3, 4, 5].map((stars) => (
      <button
        key={stars}
        type="button"
        aria-label={strings.stars(stars)}
        aria-pressed={rating === stars}
        onClick={() => onRate(rating === stars ? null : stars)}
        className={`min-h-7 px-0.5 text-lg leading-none ${rating !== null && stars <= rating ? "text-accent" : "text-soft hover:text-text"}`}
      >
        <span aria-hidden="true">{rating !== null && stars <= rating ? "★" : "☆"}</span>
      </button>
    ))}
  </div>
);
