/// The version of how predictions become scores: metrics, subsets, what is left out and how tests are made.
///
/// Every score carries it. When it is raised, kept predictions are scored again and nothing is trained.
///
/// - 1: as in version 0.1.
/// - 2: R2 is undefined where references hardly deviate; differences are rounded before they are ranked.
public let scoringVersion = 2
