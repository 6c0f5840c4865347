/**
 * The shape of sam.db, one SQL script a version; `user_version` counts those that ran. Only ever append: a script that was
 * released is never changed.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE audit_actions (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    turn_id TEXT NOT NULL,
    call_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    tainted INTEGER NOT NULL,
    tool TEXT NOT NULL,
    tier TEXT,
    input TEXT NOT NULL,
    summary TEXT NOT NULL,
    decision TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    duration_ms REAL NOT NULL,
    result TEXT NOT NULL,
    receipt TEXT,
    undoes INTEGER REFERENCES audit_actions (id)
  ) STRICT;
  CREATE INDEX audit_actions_at ON audit_actions (at_ms);
  CREATE INDEX audit_actions_undoes ON audit_actions (undoes) WHERE undoes IS NOT NULL;

  CREATE TABLE audit_egress (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    turn_id TEXT,
    destination TEXT NOT NULL,
    purpose TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    decision TEXT NOT NULL,
    decided_by TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_egress_at ON audit_egress (at_ms);

  -- The third kind of trigger stops INSERT OR REPLACE, which deletes without firing a delete trigger.
  CREATE TRIGGER audit_actions_keep BEFORE UPDATE ON audit_actions
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_actions_stay BEFORE DELETE ON audit_actions
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_actions_once BEFORE INSERT ON audit_actions
    WHEN EXISTS (SELECT 1 FROM audit_actions WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_egress_keep BEFORE UPDATE ON audit_egress
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_egress_stay BEFORE DELETE ON audit_egress
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_egress_once BEFORE INSERT ON audit_egress
    WHEN EXISTS (SELECT 1 FROM audit_egress WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;

  CREATE TABLE timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('timer', 'alarm')),
    name TEXT,
    created_ms INTEGER NOT NULL,
    duration_ms INTEGER,
    deadline_ms INTEGER NOT NULL,
    local_time TEXT,
    boot_id TEXT,
    elapsed_deadline_ms REAL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ringing', 'rung', 'missed', 'cancelled')),
    claimed_ms INTEGER
  ) STRICT;
  CREATE INDEX timers_state ON timers (state, deadline_ms);

  CREATE TABLE ringers (
    process_id INTEGER PRIMARY KEY,
    beat_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE grants (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    effect TEXT NOT NULL CHECK (effect IN ('allow', 'deny')),
    tool TEXT NOT NULL,
    target TEXT,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER,
    CHECK (effect = 'deny' OR expires_ms IS NOT NULL)
  ) STRICT;
  CREATE INDEX grants_tool ON grants (tool);
  `,
  `
  CREATE TABLE briefings (
    day TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE facts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    told_ms INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE facts_text USING fts5 (
    text, content = 'facts', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
  );
  INSERT INTO facts_text (facts_text, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER facts_added AFTER INSERT ON facts BEGIN
    INSERT INTO facts_text (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER facts_removed AFTER DELETE ON facts BEGIN
    INSERT INTO facts_text (facts_text, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  `,
  `
  -- A document is a conversation of kind "document" whose turns are its passages: both are searched and forgotten alike.
  CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('conversation', 'document')),
    title TEXT,
    at_ms INTEGER,
    UNIQUE (source, name)
  ) STRICT;

  -- identity: hash of the id that the source gave, or of what was said where it gave none. content: hash of what was said.
  CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    external_id TEXT,
    speaker TEXT NOT NULL,
    text TEXT NOT NULL,
    at_ms INTEGER,
    origin TEXT NOT NULL,
    identity BLOB NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (conversation_id, identity)
  ) STRICT;
  CREATE INDEX turns_conversation ON turns (conversation_id);
  CREATE INDEX turns_at ON turns (at_ms);

  CREATE VIRTUAL TABLE turns_text USING fts5 (
    text, content = 'turns', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
  );
  INSERT INTO turns_text (turns_text, rank) VALUES ('secure-delete', 1);
  CREATE VIRTUAL TABLE turns_terms USING fts5vocab ('turns_text', 'row');
  CREATE TRIGGER turns_added AFTER INSERT ON turns BEGIN
    INSERT INTO turns_text (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER turns_removed AFTER DELETE ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TRIGGER turns_changed AFTER UPDATE OF text ON turns BEGIN
    INSERT INTO turns_text (turns_text, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO turns_text (rowid, text) VALUES (new.id, new.text);
  END;

  -- A fact with subject and attribute is one of a line of values, of which the one without valid_to_ms holds now.
  ALTER TABLE facts ADD COLUMN subject TEXT;
  ALTER TABLE facts ADD COLUMN attribute TEXT;
  ALTER TABLE facts ADD COLUMN value TEXT;
  ALTER TABLE facts ADD COLUMN valid_from_ms INTEGER;
  ALTER TABLE facts ADD COLUMN valid_to_ms INTEGER;
  ALTER TABLE facts ADD COLUMN turn_id INTEGER REFERENCES turns (id) ON DELETE CASCADE;
  CREATE INDEX facts_line ON facts (subject, attribute) WHERE subject IS NOT NULL;
  CREATE INDEX facts_turn ON facts (turn_id) WHERE turn_id IS NOT NULL;
  `,
  `
  -- A constraint cannot be changed in place: the table is made anew, with a third kind and with days of the week.
  CREATE TABLE timers_with_weekdays (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('timer', 'alarm', 'reminder')),
    name TEXT,
    created_ms INTEGER NOT NULL,
    duration_ms INTEGER,
    deadline_ms INTEGER NOT NULL,
    local_time TEXT,
    boot_id TEXT,
    elapsed_deadline_ms REAL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ringing', 'rung', 'missed', 'cancelled')),
    claimed_ms INTEGER,
    weekdays TEXT CHECK (weekdays IS NULL OR local_time IS NOT NULL)
  ) STRICT;
  INSERT INTO timers_with_weekdays SELECT *, NULL FROM timers;
  DROP TABLE timers;
  ALTER TABLE timers_with_weekdays RENAME TO timers;
  CREATE INDEX timers_state ON timers (state, deadline_ms);
  `,
  `
  -- What SAM keeps itself where the machine has no application for it.
  CREATE TABLE reminder_lists (
    name TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  INSERT INTO reminder_lists VALUES ('Reminders');
  CREATE TABLE reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    list TEXT NOT NULL REFERENCES reminder_lists (name) ON DELETE CASCADE,
    text TEXT NOT NULL,
    due_local TEXT,
    all_day INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX reminders_open ON reminders (list) WHERE done = 0;

  -- The reminder, of SAM or of the application, that is spoken at its time.
  ALTER TABLE timers ADD COLUMN reminder_id TEXT;
  CREATE INDEX timers_reminder ON timers (reminder_id) WHERE reminder_id IS NOT NULL;
  `,
  `
  CREATE TABLE spending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    model TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost_usd REAL NOT NULL
  ) STRICT;
  CREATE INDEX spending_at ON spending (at_ms);
  `,
  `
  -- What came from other programs, one row a conversation, also where nothing of it is kept. raw: hash of its bytes in the export, by
  -- which it is known again without being read.
  CREATE TABLE imported_conversations (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    at_ms INTEGER,
    updated_ms INTEGER,
    raw BLOB,
    messages INTEGER NOT NULL,
    skipped TEXT NOT NULL,
    category TEXT NOT NULL,
    share REAL NOT NULL,
    corrected INTEGER NOT NULL DEFAULT 0,
    forgotten INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, name)
  ) STRICT;
  CREATE INDEX imported_conversations_raw ON imported_conversations (raw) WHERE raw IS NOT NULL;

  -- Answers and questions that were replaced by others. They are in no index: memory does not find them.
  CREATE TABLE imported_alternatives (
    import_id INTEGER NOT NULL REFERENCES imported_conversations (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    parent TEXT,
    speaker TEXT NOT NULL,
    text TEXT NOT NULL,
    at_ms INTEGER,
    PRIMARY KEY (import_id, message)
  ) STRICT;

  CREATE TABLE custom_instructions (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (source, text)
  ) STRICT;

  -- What a conversation says about the user's ways; patterns are counted over these.
  CREATE TABLE conversation_signals (
    import_id INTEGER NOT NULL REFERENCES imported_conversations (id) ON DELETE CASCADE,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (import_id, facet, value)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_signals_value ON conversation_signals (facet, value);

  CREATE TABLE pattern_corrections (
    category TEXT NOT NULL,
    facet TEXT NOT NULL,
    value TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('wrong', 'right')),
    PRIMARY KEY (category, facet, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE quarantined (
    hash BLOB PRIMARY KEY
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE training_examples (
    id INTEGER PRIMARY KEY,
    content BLOB NOT NULL UNIQUE,
    source TEXT NOT NULL,
    category TEXT NOT NULL,
    quality REAL,
    created_ms INTEGER,
    origin TEXT NOT NULL,
    licence TEXT,
    messages TEXT NOT NULL
  ) STRICT;

  CREATE TRIGGER conversations_forgotten AFTER DELETE ON conversations BEGIN
    DELETE FROM imported_alternatives WHERE import_id IN
      (SELECT id FROM imported_conversations WHERE source = old.source AND name = old.name);
    DELETE FROM conversation_signals WHERE import_id IN
      (SELECT id FROM imported_conversations WHERE source = old.source AND name = old.name);
    UPDATE imported_conversations SET title = NULL, at_ms = NULL, forgotten = 1 WHERE source = old.source AND name = old.name;
  END;
  `,
  `
  CREATE INDEX turns_speaker ON turns (speaker);

  CREATE TABLE embedding_models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  -- What a turn means: a number in one byte each, see vectors/quantise.ts.
  CREATE TABLE turn_vectors (
    turn_id INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES embedding_models (id),
    vector BLOB NOT NULL
  ) STRICT;

  -- Turns that wait for their vector. Words are found at once, meaning a little later.
  CREATE TABLE embedding_queue (
    turn_id INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE
  ) STRICT;
  INSERT INTO embedding_queue SELECT id FROM turns;
  CREATE TRIGGER turns_queued AFTER INSERT ON turns BEGIN
    INSERT INTO embedding_queue VALUES (new.id);
  END;
  CREATE TRIGGER turns_queued_again AFTER UPDATE OF text ON turns WHEN old.text <> new.text BEGIN
    DELETE FROM turn_vectors WHERE turn_id = new.id;
    INSERT OR IGNORE INTO embedding_queue VALUES (new.id);
  END;
  `,
  `
  -- Kept in a turn that had read what others wrote.
  ALTER TABLE facts ADD COLUMN tainted INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Messages that were forgotten one by one: they do not come back with the next export.
  CREATE TABLE forgotten_messages (
    import_id INTEGER NOT NULL REFERENCES imported_conversations (id) ON DELETE CASCADE,
    message TEXT NOT NULL,
    PRIMARY KEY (import_id, message)
  ) STRICT, WITHOUT ROWID;

  -- With a message go its conversation's other versions, which say much the same, and instructions that hold its words. A turn that
  -- only makes room for a newer version is given another origin before. Without raw, the conversation is read anew next time.
  CREATE TRIGGER turns_forgotten AFTER DELETE ON turns WHEN old.origin = 'import' BEGIN
    INSERT OR IGNORE INTO forgotten_messages
      SELECT imported.id, old.external_id FROM imported_conversations AS imported
      JOIN conversations ON conversations.source = imported.source AND conversations.name = imported.name
      WHERE conversations.id = old.conversation_id AND old.external_id IS NOT NULL;
    UPDATE imported_conversations SET raw = NULL
      WHERE id IN (SELECT import_id FROM forgotten_messages WHERE message = old.external_id);
    DELETE FROM imported_alternatives
      WHERE import_id IN (SELECT import_id FROM forgotten_messages WHERE message = old.external_id);
    DELETE FROM custom_instructions WHERE length(old.text) >= 8 AND instr(text, old.text) > 0;
  END;
  `,
  `
  CREATE TABLE scrape_documents (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('discovered', 'fetched', 'extracted', 'skipped', 'failed')),
    -- When it is to be worked on; NULL is never again.
    due_ms INTEGER,
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    stamp TEXT,
    location TEXT,
    licence TEXT,
    etag TEXT,
    last_modified TEXT,
    content_type TEXT,
    fetched_ms INTEGER,
    position INTEGER NOT NULL DEFAULT 0,
    body BLOB,
    UNIQUE (source, address)
  ) STRICT;
  CREATE INDEX scrape_documents_due ON scrape_documents (source, due_ms, id);

  -- Which document an example comes from; an example that was there before has none.
  CREATE TABLE scraped_examples (
    example_id INTEGER PRIMARY KEY REFERENCES training_examples (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES scrape_documents (id) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX scraped_examples_document ON scraped_examples (document_id);

  CREATE TABLE scrape_notes (
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (source, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE scrape_hosts (
    host TEXT PRIMARY KEY,
    next_ms INTEGER NOT NULL DEFAULT 0,
    day TEXT NOT NULL DEFAULT '',
    requests INTEGER NOT NULL DEFAULT 0,
    robots TEXT,
    reservations TEXT,
    rules_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  `,
  `
  -- Where an example comes from and what became of it. rating and excluded are the user's. group_key: examples that must not be parted
  -- when some are held back. variation_of: the content (hexadecimal) of the example of which this one says the same in other words.
  ALTER TABLE training_examples ADD COLUMN model TEXT;
  ALTER TABLE training_examples ADD COLUMN cost_usd REAL;
  ALTER TABLE training_examples ADD COLUMN turn_id TEXT;
  ALTER TABLE training_examples ADD COLUMN rating TEXT CHECK (rating IN ('good', 'bad'));
  ALTER TABLE training_examples ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE training_examples ADD COLUMN edited_ms INTEGER;
  ALTER TABLE training_examples ADD COLUMN group_key TEXT;
  ALTER TABLE training_examples ADD COLUMN variation_of TEXT;
  CREATE INDEX training_examples_source ON training_examples (source, excluded);
  CREATE INDEX training_examples_turn ON training_examples (turn_id) WHERE turn_id IS NOT NULL;
  CREATE INDEX training_examples_variation ON training_examples (variation_of) WHERE variation_of IS NOT NULL;
  CREATE TRIGGER training_examples_gone AFTER DELETE ON training_examples BEGIN
    DELETE FROM training_examples WHERE variation_of = lower(hex(old.content));
  END;

  -- The user's word on answers that lie in the history.
  CREATE TABLE history_verdicts (
    turn_id INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    rating TEXT CHECK (rating IN ('good', 'bad')),
    excluded INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Two answers to the same request, of which one was better. All three are JSON lists of messages.
  CREATE TABLE preferences (
    id INTEGER PRIMARY KEY,
    content BLOB NOT NULL UNIQUE,
    source TEXT NOT NULL,
    category TEXT NOT NULL,
    created_ms INTEGER,
    origin TEXT NOT NULL,
    turn_id TEXT,
    prompt TEXT NOT NULL,
    chosen TEXT NOT NULL,
    rejected TEXT NOT NULL,
    excluded INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- How a turn went, to learn from where it went wrong. The words are in turns, and go with them.
  CREATE TABLE turn_outcomes (
    asked INTEGER PRIMARY KEY REFERENCES turns (id) ON DELETE CASCADE,
    turn_id TEXT NOT NULL,
    route TEXT NOT NULL,
    intent TEXT,
    confidence REAL NOT NULL,
    outcome TEXT NOT NULL,
    model TEXT NOT NULL,
    tainted INTEGER NOT NULL,
    calls TEXT NOT NULL,
    feedback TEXT CHECK (feedback IN ('good', 'bad', 'correction')),
    corrected_by INTEGER REFERENCES turns (id) ON DELETE SET NULL
  ) STRICT;
  CREATE INDEX turn_outcomes_turn ON turn_outcomes (turn_id);
  CREATE INDEX turn_outcomes_corrected ON turn_outcomes (corrected_by) WHERE corrected_by IS NOT NULL;

  -- How far the log of a session was read, in bytes: up to the request that is not answered to its end yet.
  CREATE TABLE session_logs (
    file TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    size INTEGER NOT NULL,
    modified_ms REAL NOT NULL,
    -- Nothing was added for so long that its last answer was taken for whole.
    settled INTEGER NOT NULL
  ) STRICT;

  -- Variations that were asked for, also those that came to nothing: none is asked for twice.
  CREATE TABLE variation_attempts (
    content TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (content, ordinal)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the words of a conversation say of each category, until its meaning was read too. See categories/review.ts.
  ALTER TABLE imported_conversations ADD COLUMN evidence TEXT;
  CREATE INDEX imported_conversations_unread ON imported_conversations (id) WHERE evidence IS NOT NULL;
  `,
  `
  -- Nights of learning: what was measured, and whether it was taken into use. suites and reasons are JSON.
  CREATE TABLE nights (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    stage TEXT NOT NULL,
    finished_ms INTEGER,
    outcome TEXT,
    reasons TEXT NOT NULL DEFAULT '[]',
    examples INTEGER NOT NULL DEFAULT 0,
    new_examples INTEGER NOT NULL DEFAULT 0,
    dataset TEXT,
    suites TEXT NOT NULL DEFAULT '[]',
    told INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- Answers of one model to one suite, so that a model is asked once.
  CREATE TABLE suite_answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    results TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What the search keeps in memory of 256 turns, to be read at once when it opens (recall/turn-blocks.ts). It follows from the turns
  -- and their vectors: whatever changes one of them empties its block, and the version says so to every process.
  CREATE TABLE turn_blocks (
    block INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    model_id INTEGER,
    bytes BLOB
  ) STRICT;
  CREATE INDEX turn_blocks_version ON turn_blocks (version);
  INSERT INTO turn_blocks (block, version) SELECT DISTINCT id >> 8, 1 FROM turns;

  CREATE VIEW changed_turns AS SELECT id FROM turns;
  CREATE TRIGGER changed_turns_noted INSTEAD OF INSERT ON changed_turns BEGIN
    UPDATE turn_blocks SET version = 1 + (SELECT max(version) FROM turn_blocks), model_id = NULL, bytes = NULL
      WHERE block = new.id >> 8;
    INSERT INTO turn_blocks (block, version)
      SELECT new.id >> 8, 1 + (SELECT coalesce(max(version), 0) FROM turn_blocks)
      WHERE NOT EXISTS (SELECT 1 FROM turn_blocks WHERE block = new.id >> 8);
  END;
  CREATE TRIGGER turns_block_added AFTER INSERT ON turns BEGIN INSERT INTO changed_turns VALUES (new.id); END;
  CREATE TRIGGER turns_block_changed AFTER UPDATE ON turns BEGIN INSERT INTO changed_turns VALUES (new.id); END;
  CREATE TRIGGER turns_block_removed AFTER DELETE ON turns BEGIN INSERT INTO changed_turns VALUES (old.id); END;
  CREATE TRIGGER vectors_block_added AFTER INSERT ON turn_vectors BEGIN INSERT INTO changed_turns VALUES (new.turn_id); END;
  CREATE TRIGGER vectors_block_changed AFTER UPDATE ON turn_vectors BEGIN INSERT INTO changed_turns VALUES (new.turn_id); END;
  CREATE TRIGGER vectors_block_removed AFTER DELETE ON turn_vectors BEGIN INSERT INTO changed_turns VALUES (old.turn_id); END;
  `,
  `
  -- The user said that it is not true. It stays as history, out of the line of values.
  ALTER TABLE facts ADD COLUMN refuted_ms INTEGER;
  `,
  `
  -- stale: its document was fetched anew, and the new content has not given it again yet.
  ALTER TABLE scraped_examples ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;

  -- Content of scraped examples that the user had forgotten: they do not come back when their document is read again. Scraping's own
  -- deletions take the row of scraped_examples first.
  CREATE TABLE scrape_forgotten (
    content BLOB PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER training_examples_forgotten BEFORE DELETE ON training_examples
    WHEN EXISTS (SELECT 1 FROM scraped_examples WHERE example_id = old.id) BEGIN
    INSERT OR IGNORE INTO scrape_forgotten VALUES (old.content);
  END;
  `,
  `
  -- Rows of the audit log whose words the user had forgotten. Only the words of these may be taken out, and only to say just that:
  -- that something was done, when, by which tool and with whose yes stays.
  CREATE TABLE audit_forgotten (
    action_id INTEGER PRIMARY KEY REFERENCES audit_actions (id),
    at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_forgotten_keep BEFORE UPDATE ON audit_forgotten
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_forgotten_stay BEFORE DELETE ON audit_forgotten
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  CREATE TRIGGER audit_forgotten_once BEFORE INSERT ON audit_forgotten
    WHEN EXISTS (SELECT 1 FROM audit_forgotten WHERE action_id = NEW.action_id)
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;
  DROP TRIGGER audit_actions_keep;
  CREATE TRIGGER audit_actions_keep BEFORE UPDATE ON audit_actions
    WHEN NOT EXISTS (SELECT 1 FROM audit_forgotten WHERE action_id = OLD.id)
      OR NEW.input IS NOT '"[forgotten]"' OR NEW.summary IS NOT '[forgotten]'
      OR (NEW.id, NEW.at_ms, NEW.turn_id, NEW.call_id, NEW.origin, NEW.tainted, NEW.tool, NEW.tier, NEW.decision, NEW.decided_by,
          NEW.duration_ms, NEW.result, NEW.receipt, NEW.undoes)
        IS NOT (OLD.id, OLD.at_ms, OLD.turn_id, OLD.call_id, OLD.origin, OLD.tainted, OLD.tool, OLD.tier, OLD.decision,
          OLD.decided_by, OLD.duration_ms, OLD.result, OLD.receipt, OLD.undoes)
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END;

  -- Custom instructions that were forgotten: they do not come back with the next export.
  CREATE TABLE forgotten_instructions (
    key BLOB PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Conversations that were told apart before their words and meaning were kept as evidence are judged anew: an empty list says so.
  UPDATE imported_conversations SET evidence = '[]' WHERE evidence IS NULL AND corrected = 0 AND forgotten = 0;
  `,
  `
  -- Exactly what left the machine, for a while; headers are a JSON list of pairs without keys.
  CREATE TABLE sent_bodies (
    egress_id INTEGER PRIMARY KEY REFERENCES audit_egress (id),
    at_ms INTEGER NOT NULL,
    turn_id TEXT,
    method TEXT NOT NULL,
    address TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX sent_bodies_turn ON sent_bodies (turn_id) WHERE turn_id IS NOT NULL;
  `,
  `
  -- How often in a row the host of a document put it off, which is no failure of the document.
  ALTER TABLE scrape_documents ADD COLUMN delays INTEGER NOT NULL DEFAULT 0;
  `,
]
