-- The ledger: every source, run, raw record, reading of it, finding and change of state.
-- RDF graphs, search index and exports are projections of these tables and can be rebuilt from them.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  declaration TEXT NOT NULL,           -- JSON: title, url, format, kind, licence, publisher …
  mapping     BLOB,                    -- fingerprint of map, reader and shapes at the last applied run
  document    TEXT                     -- SHA-256 of the document that was its whole listing then, if one was
) STRICT;

CREATE TABLE run (
  id          INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL REFERENCES source,
  number      INTEGER NOT NULL,        -- counts within the source
  started     TEXT NOT NULL,
  ended       TEXT,
  outcome     TEXT NOT NULL CHECK (outcome IN
              ('running', 'applied', 'unchanged', 'partial', 'waiting', 'failed')),
  reason_code TEXT NOT NULL DEFAULT '',
  reason_fr   TEXT NOT NULL DEFAULT '',
  reason_en   TEXT NOT NULL DEFAULT '',
  tally       TEXT NOT NULL DEFAULT '{}',  -- JSON: listed, created, changed …
  UNIQUE (source, number)
) STRICT;

CREATE TABLE item (
  id          INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL REFERENCES source,
  key         TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN
              ('live', 'held', 'rejected', 'missing', 'gone', 'excluded')),
  seen        INTEGER REFERENCES reading,  -- how the newest version was read
  live        INTEGER REFERENCES reading,  -- the reading that the graph shows
  absent_runs INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, key)
) STRICT;

CREATE TABLE raw (
  id        INTEGER PRIMARY KEY,
  item      INTEGER NOT NULL REFERENCES item,
  run       INTEGER NOT NULL REFERENCES run,
  hash      BLOB NOT NULL,
  payload   BLOB NOT NULL,
  kind      TEXT NOT NULL,
  datestamp TEXT NOT NULL
) STRICT;

CREATE TABLE reading (
  id          INTEGER PRIMARY KEY,
  item        INTEGER NOT NULL REFERENCES item,
  raw         INTEGER NOT NULL REFERENCES raw,
  run         INTEGER NOT NULL REFERENCES run,
  place       TEXT NOT NULL,
  verdict     TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'excluded')),
  iri         TEXT NOT NULL,
  kind        TEXT NOT NULL,
  description BLOB NOT NULL,           -- sorted N-Triples
  warnings    INTEGER NOT NULL
) STRICT;

CREATE TABLE finding (
  reading  INTEGER NOT NULL REFERENCES reading,
  position INTEGER NOT NULL,
  code     TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('violation', 'warning', 'info')),
  path     TEXT NOT NULL,
  value    TEXT NOT NULL,
  fr       TEXT NOT NULL,
  en       TEXT NOT NULL,
  PRIMARY KEY (reading, position)
) STRICT, WITHOUT ROWID;

-- Append-only: what a run did to an item. A generation remembers the last change it shows.
CREATE TABLE change (
  id    INTEGER PRIMARY KEY,
  run   INTEGER NOT NULL REFERENCES run,
  item  INTEGER NOT NULL REFERENCES item,
  state TEXT NOT NULL,
  live  INTEGER REFERENCES reading
) STRICT;

CREATE INDEX item_by_live ON item (live) WHERE live IS NOT NULL;
CREATE INDEX change_by_run ON change (run);
CREATE INDEX reading_by_item ON reading (item);
CREATE INDEX raw_by_item ON raw (item);
