import Protocols

// The generated index calls this for every plugin, so that a type without its conformance is a line of the build; at run
// time the entries that name it would have no architecture.
package func requirePlugin(_: (some Architecture).Type) {}
package func requirePlugin(_: (some EvaluationProtocol).Type) {}
package func requirePlugin(_: (some CompiledTask).Type) {}

@available(
  *, unavailable,
  message: "a plugin's type is an Architecture, an EvaluationProtocol or a CompiledTask: 'struct NAME: Architecture'"
)
package func requirePlugin<Other>(_: Other.Type) {}
