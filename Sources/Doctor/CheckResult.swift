import Faults
import Formats

/// What the doctor has found out about one thing.
public struct CheckResult: Sendable, Encodable, Equatable {
  /// How it is.
  public enum State: Sendable, Encodable, Equatable {
    /// As it should be.
    case well
    /// Something is left undone or out of use; nothing that was asked for fails.
    case note
    /// Something will fail; the kind gives the exit status.
    case wrong(Fault.Kind)

    /// Writes `well`, `note` or `wrong`.
    public func encode(to encoder: any Encoder) throws {
      var value = encoder.singleValueContainer()
      switch self {
      case .well: try value.encode("well")
      case .note: try value.encode("note")
      case .wrong: try value.encode("wrong")
      }
    }
  }

  /// What was looked at, in a word or two.
  public let subject: String
  /// How it is.
  public let state: State
  /// What was found.
  public let text: String
  /// What to do; nil when there is nothing to be done.
  public let advice: String?

  /// States that all is well.
  package static func well(_ subject: String, _ text: String) -> CheckResult {
    CheckResult(subject: subject, state: .well, text: text, advice: nil)
  }

  /// States what is left undone.
  package static func note(_ subject: String, _ text: String, _ advice: String) -> CheckResult {
    CheckResult(subject: subject, state: .note, text: text, advice: advice)
  }

  /// States what will fail.
  static func wrong(_ subject: String, _ kind: Fault.Kind, _ text: String, _ advice: String) -> CheckResult {
    CheckResult(subject: subject, state: .wrong(kind), text: text, advice: advice)
  }

  /// States what an error says, which ends with its own advice.
  static func wrong(_ subject: String, _ error: any Error) -> CheckResult {
    let fault = error as? Fault ?? Fault(.io, "\(error)")
    return CheckResult(subject: subject, state: .wrong(fault.kind), text: fault.description, advice: nil)
  }
}
