// The first file of Cohorts.
