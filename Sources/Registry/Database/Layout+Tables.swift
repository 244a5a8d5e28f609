extension Layout {
  /// Entries, protocols, cohorts, splits, runs, artifacts, scores, comparisons and reported scores.
  static let sql = """
    CREATE TABLE entries (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      task TEXT NOT NULL,
      architecture TEXT NOT NULL,
      configuration TEXT NOT NULL,
      parameters INTEGER CHECK (parameters >= 0),
      fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
      -- Origin and parent of weights that were there already, as JSON.
      weights TEXT,
      track TEXT NOT NULL CHECK (track IN ('fixed', 'declared', 'open'))
    ) STRICT;
    CREATE UNIQUE INDEX entries_identity
      ON entries (fingerprint, name, task, architecture, configuration, ifnull(parameters, -1), ifnull(weights, ''), track);

    CREATE TABLE protocols (
      fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64),
      canonical TEXT NOT NULL
    ) STRICT;

    CREATE TABLE cohorts (
      fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64),
      trials INTEGER NOT NULL CHECK (trials >= 0),
      subjects INTEGER NOT NULL CHECK (subjects >= 0),
      is_synthetic INTEGER NOT NULL CHECK (is_synthetic IN (0, 1)),
      -- The identifier of a cohort that was fetched, and how its targets came about; unknown where NULL.
      doi TEXT,
      labels TEXT
    ) STRICT;

    CREATE TABLE splits (
      fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64)
    ) STRICT;

    CREATE TABLE split_subjects (
      split TEXT NOT NULL REFERENCES splits (fingerprint),
      division INTEGER NOT NULL,
      part TEXT NOT NULL CHECK (part IN ('pool', 'test', 'validation')),
      fold INTEGER NOT NULL CHECK ((fold = 0) = (part <> 'validation')),
      subject TEXT NOT NULL,
      PRIMARY KEY (split, division, part, fold, subject)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE artifacts (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      bytes INTEGER CHECK (bytes > 0),
      format TEXT NOT NULL CHECK (format IN ('safetensors', 'other')),
      parent TEXT CHECK (length(parent) = 64)
    ) STRICT;

    -- One line of a leaderboard: an entry examined in one way, whatever the seed. What is summarised from its runs
    -- stands beside it, so that a leaderboard need not read every score.
    CREATE TABLE board_rows (
      id INTEGER PRIMARY KEY,
      entry INTEGER NOT NULL REFERENCES entries (id),
      protocol TEXT NOT NULL REFERENCES protocols (fingerprint),
      cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
      split TEXT NOT NULL REFERENCES splits (fingerprint),
      origin TEXT NOT NULL CHECK (origin <> ''),
      protocol_name TEXT NOT NULL DEFAULT '',
      cohort_name TEXT NOT NULL DEFAULT '',
      seeds TEXT NOT NULL DEFAULT '',
      runs TEXT NOT NULL DEFAULT '',
      artifacts TEXT NOT NULL DEFAULT '',
      latest TEXT,
      is_sealed INTEGER NOT NULL DEFAULT 0,
      marks TEXT NOT NULL DEFAULT '',
      UNIQUE (entry, protocol, cohort, split, origin)
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
      board_row INTEGER NOT NULL REFERENCES board_rows (id),
      protocol_name TEXT NOT NULL,
      cohort_name TEXT NOT NULL,
      seed TEXT NOT NULL,
      hipzoo TEXT,
      processor TEXT,
      cores INTEGER,
      threads INTEGER,
      matrix_products TEXT,
      system TEXT,
      begun TEXT,
      is_sealed INTEGER NOT NULL CHECK (is_sealed IN (0, 1))
    ) STRICT;
    CREATE INDEX runs_of_row ON runs (board_row);

    CREATE TABLE run_artifacts (
      run INTEGER NOT NULL REFERENCES runs (id),
      path TEXT NOT NULL,
      artifact TEXT NOT NULL REFERENCES artifacts (sha256),
      PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;

    -- The scores of a run on one cohort: a file of its folder. A corrected file is a new row that supersedes the old.
    CREATE TABLE results (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES runs (id),
      population TEXT NOT NULL CHECK (population <> ''),
      cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
      cohort_name TEXT NOT NULL,
      artifact TEXT REFERENCES artifacts (sha256),
      file TEXT NOT NULL,
      marks TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      supersedes INTEGER UNIQUE REFERENCES results (id)
    ) STRICT;
    CREATE UNIQUE INDEX results_first ON results (run, population, cohort) WHERE supersedes IS NULL;
    CREATE INDEX results_of_run ON results (run);

    CREATE TABLE scores (
      result INTEGER NOT NULL REFERENCES results (id),
      subset TEXT NOT NULL,
      output TEXT NOT NULL,
      subject TEXT NOT NULL,
      trials INTEGER NOT NULL CHECK (trials > 0),
      rmse REAL NOT NULL,
      mae REAL NOT NULL,
      r2 REAL,
      PRIMARY KEY (result, output, subset, subject)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE summaries (
      board_row INTEGER NOT NULL REFERENCES board_rows (id),
      population TEXT NOT NULL,
      cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
      subset TEXT NOT NULL,
      cohort_name TEXT NOT NULL,
      rmse_mean REAL NOT NULL, rmse_sd REAL, rmse_n INTEGER NOT NULL, rmse_low REAL NOT NULL,
      rmse_high REAL NOT NULL,
      mae_mean REAL NOT NULL, mae_sd REAL, mae_n INTEGER NOT NULL, mae_low REAL NOT NULL,
      mae_high REAL NOT NULL,
      r2_mean REAL, r2_sd REAL, r2_n INTEGER NOT NULL, r2_low REAL,
      r2_high REAL,
      PRIMARY KEY (subset, board_row, population, cohort)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE comparisons (
      id INTEGER PRIMARY KEY,
      examination TEXT NOT NULL,
      task TEXT NOT NULL,
      protocol TEXT NOT NULL,
      cohort TEXT NOT NULL,
      split TEXT NOT NULL,
      runs TEXT NOT NULL,
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      supersedes INTEGER UNIQUE REFERENCES comparisons (id)
    ) STRICT;
    CREATE UNIQUE INDEX comparisons_first ON comparisons (examination) WHERE supersedes IS NULL;

    -- What authors say of their entries; never mixed with what was measured here.
    CREATE TABLE reported (
      entry TEXT NOT NULL,
      task TEXT NOT NULL,
      place INTEGER NOT NULL,
      cohort TEXT NOT NULL,
      subset TEXT NOT NULL,
      rmse REAL NOT NULL, rmse_sd REAL,
      mae REAL NOT NULL, mae_sd REAL,
      r2 REAL NOT NULL, r2_sd REAL,
      n INTEGER,
      source TEXT NOT NULL,
      PRIMARY KEY (entry, place)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER results_stay BEFORE UPDATE ON results
      BEGIN SELECT raise(ABORT, 'results are insert-only; a correction supersedes'); END;
    CREATE TRIGGER results_are_kept BEFORE DELETE ON results
      BEGIN SELECT raise(ABORT, 'results are insert-only; a correction supersedes'); END;
    CREATE TRIGGER scores_stay BEFORE UPDATE ON scores
      BEGIN SELECT raise(ABORT, 'scores are insert-only; a correction supersedes'); END;
    CREATE TRIGGER scores_are_kept BEFORE DELETE ON scores
      BEGIN SELECT raise(ABORT, 'scores are insert-only; a correction supersedes'); END;
    CREATE TRIGGER comparisons_stay BEFORE UPDATE ON comparisons
      BEGIN SELECT raise(ABORT, 'comparisons are insert-only; a correction supersedes'); END;
    CREATE TRIGGER comparisons_are_kept BEFORE DELETE ON comparisons
      BEGIN SELECT raise(ABORT, 'comparisons are insert-only; a correction supersedes'); END;
    """
}
