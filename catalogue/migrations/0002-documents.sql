-- What each address of a source gave last, so that an unchanged document need be neither sent nor read again.
CREATE TABLE document (
  id       INTEGER PRIMARY KEY,
  source   INTEGER NOT NULL REFERENCES source,
  url      TEXT NOT NULL,
  etag     TEXT NOT NULL,
  modified TEXT NOT NULL,              -- Last-Modified, in the server's own words
  changed  TEXT NOT NULL,              -- when the listing that leads here says it changed
  hash     TEXT NOT NULL,              -- SHA-256 of its content; empty when it could not be read to its end
  since    TEXT NOT NULL,              -- the mark that it was read with
  told     TEXT NOT NULL,              -- JSON: what it says of the listing
  UNIQUE (source, url)
) STRICT;

ALTER TABLE item ADD COLUMN document INTEGER;  -- the document that listed it last
ALTER TABLE raw ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;  -- 0: listed, but never a record that could be mapped
UPDATE raw SET whole = 0 WHERE kind = '' AND NOT EXISTS
  (SELECT 1 FROM reading r WHERE r.raw = raw.id AND (r.iri <> '' OR r.verdict = 'excluded'));
UPDATE source SET document = NULL;  -- the table above tells it since
ALTER TABLE source ADD COLUMN mark TEXT NOT NULL DEFAULT '';    -- what to ask changes from at the next run
ALTER TABLE source ADD COLUMN paused TEXT NOT NULL DEFAULT '';  -- since when a schedule passes it over; empty: never
ALTER TABLE run ADD COLUMN task TEXT NOT NULL DEFAULT 'harvest'
  CHECK (task IN ('harvest', 'replay', 'rollback', 'retire'));
CREATE INDEX change_by_item ON change (item);

-- The pages that records lead to: whether they answer, and since when they do not.
CREATE TABLE link (
  url       TEXT PRIMARY KEY,
  checked   TEXT NOT NULL,
  status    INTEGER NOT NULL,          -- 0: no answer
  misses    INTEGER NOT NULL,          -- checks in a row that failed
  since     TEXT NOT NULL,             -- unreachable since; empty while it answers
  reason_fr TEXT NOT NULL,
  reason_en TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who may act over HTTP. Only a hash of the secret is kept.
CREATE TABLE token (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,
  hash    BLOB NOT NULL UNIQUE,
  created TEXT NOT NULL,
  expires TEXT NOT NULL,
  revoked TEXT NOT NULL DEFAULT ''
) STRICT;

-- Append-only: who asked for what, when.
CREATE TABLE action (
  id    INTEGER PRIMARY KEY,
  at    TEXT NOT NULL,
  who   TEXT NOT NULL,
  what  TEXT NOT NULL,
  about TEXT NOT NULL
) STRICT;
