ALTER TABLE run ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]';  -- JSON: what was worth telling of the whole listing
