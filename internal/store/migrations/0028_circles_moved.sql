-- The hour of a meeting whose circle was brought to another hour later, once it
-- had begun or was called off by that; '' and 0 = the hour of its circle.
ALTER TABLE meeting ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN start TEXT NOT NULL DEFAULT '';
ALTER TABLE meeting ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
-- The circle that somebody came from, until they are told of the one they are in.
ALTER TABLE placement ADD COLUMN former TEXT NOT NULL DEFAULT '';
