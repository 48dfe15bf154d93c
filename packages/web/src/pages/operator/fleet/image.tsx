import type { components } from "@pegbar/sdk";
import { count, date } from "../../../parts/amount.ts";
import { Facts } from "./facts.tsx";

/** The golden image that graphs are checked against. */
export const Image = ({ image }: { image: components["schemas"]["Image"] }) => (
  <section aria-labelledby="image" className="flex flex-col gap-3">
    <h2 id="image">Image</h2>
    <p className="text-sm text-soft">Graphs are checked against it before any GPU starts.</p>
    <Facts
      label="About the image"
      facts={[
        ["ComfyUI", image.comfyuiVersion],
        ["Node classes", count(image.classes)],
        ["Since", date(image.registeredAt)],
        ["Container image", image.imageDigest ?? "none: a ComfyUI of its own"],
      ]}
    />
    {image.customNodes.length === 0 ? (
      <p className="text-sm text-soft">No custom nodes.</p>
    ) : (
      <ul
        aria-label="Custom nodes"
        className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface"
      >
        {image.customNodes.map(({ name, repository, commit, refused }) => (
          <li key={name} className="flex flex-col gap-1 px-3 py-2.5">
            <span className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{name}</span>
              <code className="text-sm text-soft" title={`${repository} ${commit}`}>
                {commit.slice(0, 12)}
              </code>
            </span>
            {Object.entries(refused).map(([classType, reason]) => (
              <span key={classType} className="text-sm text-soft">
                <code>{classType}</code> may not run: it {reason}
              </span>
            ))}
          </li>
        ))}
      </ul>
    )}
  </section>
);
