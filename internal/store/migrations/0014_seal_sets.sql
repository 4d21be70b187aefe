-- Sealed sets. Each has a key of its own in the table keys, under its id.

CREATE TABLE sealed_set (
  id TEXT PRIMARY KEY
);

-- Rows of all sealed sets, and of what people keep of theirs. Where a row lies
-- follows from the key that opens it, so that nothing here says which rows
-- belong together, to which set or to whom. All cells have one length.
CREATE TABLE sealed_row (
  slot {{blob}} NOT NULL PRIMARY KEY,   -- a keyed hash of its number
  cell {{blob}} NOT NULL
){{sqlite}}, WITHOUT ROWID{{end}};
