// Tests of Cohorts.
