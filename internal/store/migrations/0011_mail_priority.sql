-- Mail is claimed by urgency, which is a matter of its kind: a code that
-- somebody waits for does not wait behind a mailing.

CREATE INDEX outbox_kind ON outbox (kind, next_at);
