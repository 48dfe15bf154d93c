-- Each custom node has a review of every class instead of a list of refused classes. The reasons stay; all other classes
-- of the node have no review, and may not run until an image with reviews is registered.
UPDATE "image" SET "custom_nodes" = (
  SELECT jsonb_agg(
    CASE WHEN node ? 'refused' THEN (node - 'refused') || jsonb_build_object('classes', coalesce(
      (SELECT jsonb_object_agg(class, jsonb_build_object('kind', 'not_allowed', 'reason', reason))
       FROM jsonb_each_text(node -> 'refused') AS r (class, reason)),
      '{}'::jsonb))
    ELSE node END
    ORDER BY position)
  FROM jsonb_array_elements("custom_nodes") WITH ORDINALITY AS n (node, position)
)
WHERE "custom_nodes" <> '[]'::jsonb;
