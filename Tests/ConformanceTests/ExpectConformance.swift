import Conformance
import Formats
import Protocols
import TestSupport
import Testing
import Zoo

/// Records an issue for each thing in which an architecture does not conform.
func expectConformance(
  of architecture: any Architecture.Type, _ configuration: Node, task: any PredictionTask = jointMoment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for violation in ConformanceKit(of: architecture, configuration, task: task).violations() {
    Issue.record("\(architecture.name), \(violation.rule): \(violation)", sourceLocation: sourceLocation)
  }
}
