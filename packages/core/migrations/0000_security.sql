-- What every policy stands on: app.tenant() says which tenant a transaction may see, and believes only a setting that
-- carries the right MAC. Nobody but the owner reads the key.
CREATE SCHEMA app;
--> statement-breakpoint
-- HMAC-SHA-256 of RFC 2104 with both pads stored: sha256(outer || sha256(inner || message)).
CREATE TABLE app.tenant_key (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
  outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
--> statement-breakpoint
CREATE FUNCTION app.tenant() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT split_part(s.setting, ':', 1)
  FROM app.tenant_key AS k, (SELECT current_setting('app.tenant', true) AS setting) AS s
  WHERE split_part(s.setting, ':', 2)
    = encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(split_part(s.setting, ':', 1), 'UTF8'))), 'hex')
$$;
--> statement-breakpoint
REVOKE ALL ON SCHEMA app FROM PUBLIC;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.tenant() FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO pegbar_app, pegbar_dispatch, pegbar_sequencer, pegbar_identity;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.tenant() TO pegbar_app, pegbar_dispatch, pegbar_sequencer, pegbar_identity;
