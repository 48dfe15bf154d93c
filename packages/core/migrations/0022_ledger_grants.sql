-- Not even the owner sees a row without a policy.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['intent', 'log', 'leaf', 'tile_root', 'checkpoint', 'cosignature', 'shot_chain',
    'subject_key', 'disclosure'] LOOP
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- pegbar_app and pegbar_dispatch: leave events to the log; the values that can be erased go beside it.
GRANT SELECT, INSERT ON intent, subject_key, disclosure TO pegbar_app, pegbar_dispatch;
--> statement-breakpoint
GRANT DELETE ON subject_key, disclosure TO pegbar_app;
--> statement-breakpoint
GRANT SELECT ON log, leaf, tile_root, checkpoint, cosignature TO pegbar_app;
--> statement-breakpoint
-- pegbar_sequencer: the only writer of the log. Nobody may change or remove a leaf.
GRANT SELECT, DELETE ON intent TO pegbar_sequencer;
--> statement-breakpoint
GRANT SELECT, INSERT ON log, leaf, tile_root, checkpoint, cosignature, shot_chain TO pegbar_sequencer;
--> statement-breakpoint
GRANT UPDATE (size, peaks, signed_size, published_size) ON log TO pegbar_sequencer;
--> statement-breakpoint
GRANT UPDATE (anchored) ON checkpoint TO pegbar_sequencer;
--> statement-breakpoint
GRANT UPDATE (count, last) ON shot_chain TO pegbar_sequencer;
--> statement-breakpoint
-- pegbar_public: heads and hashes. No record, and not whose a log is.
GRANT SELECT (id, origin, signed_size, published_size) ON log TO pegbar_public;
--> statement-breakpoint
GRANT SELECT (log_id, position, hash) ON leaf TO pegbar_public;
--> statement-breakpoint
GRANT SELECT (log_id, level, position, hash) ON tile_root TO pegbar_public;
--> statement-breakpoint
GRANT SELECT (log_id, size, note, anchored) ON checkpoint TO pegbar_public;
--> statement-breakpoint
GRANT SELECT ON cosignature TO pegbar_public;
