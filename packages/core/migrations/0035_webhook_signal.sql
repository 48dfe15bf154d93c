-- Wakes whoever sends webhooks when the transaction commits. PostgreSQL sends equal notifications of a transaction once.
CREATE FUNCTION app.signal_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('pegbar', 'webhooks');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER signal_webhooks AFTER INSERT ON webhook_delivery FOR EACH ROW EXECUTE FUNCTION app.signal_webhooks();
