-- History is brought up to date when somebody plans, not with each outcome. The rules of V1 hold.

ALTER TABLE tally ADD COLUMN remembered INTEGER NOT NULL DEFAULT 0; -- outcomes that history knows
UPDATE tally SET remembered = succeeded + failed + revoked;
