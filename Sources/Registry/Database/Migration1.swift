extension Migration {
  /// Entries, protocols, cohorts, splits, runs, artifacts, scores, comparisons and reported scores.
  static let first = Migration(
    number: 1, name: "runs and scores",
    sql: """
      CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        task TEXT NOT NULL,
        architecture TEXT NOT NULL,
        configuration TEXT NOT NULL,
        parameters INTEGER CHECK (parameters >= 0),
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64)
      ) STRICT;
      CREATE UNIQUE INDEX entries_identity
        ON entries (fingerprint, name, task, architecture, configuration, ifnull(parameters, -1));

      CREATE TABLE protocols (
        fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64),
        canonical TEXT NOT NULL
      ) STRICT;

      CREATE TABLE cohorts (
        fingerprint TEXT PRIMARY KEY CHECK (length(fingerprint) = 64),
        trials INTEGER NOT NULL CHECK (trials >= 0),
        subjects INTEGER NOT NULL CHECK (subjects >= 0),
        is_synthetic INTEGER NOT NULL CHECK (is_synthetic IN (0, 1))
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
      CREATE TABLE standings (
        id INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entries (id),
        protocol TEXT NOT NULL REFERENCES protocols (fingerprint),
        cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
        split TEXT NOT NULL REFERENCES splits (fingerprint),
        origin TEXT NOT NULL CHECK (origin IN ('trained', 'weights', 'finetuned', 'predictions')),
        protocol_name TEXT NOT NULL DEFAULT '',
        cohort_name TEXT NOT NULL DEFAULT '',
        seeds TEXT NOT NULL DEFAULT '',
        runs TEXT NOT NULL DEFAULT '',
        artifacts TEXT NOT NULL DEFAULT '',
        latest TEXT,
        UNIQUE (entry, protocol, cohort, split, origin)
      ) STRICT;

      CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
        standing INTEGER NOT NULL REFERENCES standings (id),
        protocol_name TEXT NOT NULL,
        cohort_name TEXT NOT NULL,
        seed TEXT NOT NULL,
        hipzoo TEXT,
        processor TEXT,
        cores INTEGER,
        threads INTEGER,
        matrix_products TEXT,
        system TEXT,
        begun TEXT
      ) STRICT;
      CREATE INDEX runs_of_standing ON runs (standing);

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
        population TEXT NOT NULL CHECK (population IN ('healthy', 'onfh', 'external')),
        cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
        cohort_name TEXT NOT NULL,
        artifact TEXT REFERENCES artifacts (sha256),
        file TEXT NOT NULL,
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
        r2 REAL NOT NULL,
        PRIMARY KEY (result, output, subset, subject)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE summaries (
        standing INTEGER NOT NULL REFERENCES standings (id),
        population TEXT NOT NULL,
        cohort TEXT NOT NULL REFERENCES cohorts (fingerprint),
        subset TEXT NOT NULL,
        cohort_name TEXT NOT NULL,
        rmse_mean REAL NOT NULL, rmse_sd REAL NOT NULL, rmse_n INTEGER NOT NULL, rmse_low REAL NOT NULL,
        rmse_high REAL NOT NULL,
        mae_mean REAL NOT NULL, mae_sd REAL NOT NULL, mae_n INTEGER NOT NULL, mae_low REAL NOT NULL,
        mae_high REAL NOT NULL,
        r2_mean REAL NOT NULL, r2_sd REAL NOT NULL, r2_n INTEGER NOT NULL, r2_low REAL NOT NULL,
        r2_high REAL NOT NULL,
        PRIMARY KEY (subset, standing, population, cohort)
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

      CREATE TABLE comparison_pairs (
        comparison INTEGER NOT NULL REFERENCES comparisons (id),
        output TEXT NOT NULL,
        subset TEXT NOT NULL,
        metric TEXT NOT NULL CHECK (metric IN ('rmse', 'mae', 'r2')),
        first TEXT NOT NULL,
        second TEXT NOT NULL,
        n INTEGER NOT NULL,
        difference REAL NOT NULL,
        deviation REAL NOT NULL,
        statistic REAL NOT NULL,
        method TEXT NOT NULL,
        p_value REAL NOT NULL,
        adjusted REAL NOT NULL,
        effect_size REAL NOT NULL,
        PRIMARY KEY (comparison, output, subset, metric, first, second)
      ) STRICT, WITHOUT ROWID;

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
      CREATE TRIGGER comparison_pairs_stay BEFORE UPDATE ON comparison_pairs
        BEGIN SELECT raise(ABORT, 'comparisons are insert-only; a correction supersedes'); END;
      CREATE TRIGGER comparison_pairs_are_kept BEFORE DELETE ON comparison_pairs
        BEGIN SELECT raise(ABORT, 'comparisons are insert-only; a correction supersedes'); END;
      """)
}
