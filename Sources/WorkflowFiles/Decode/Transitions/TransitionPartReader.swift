import CaseCore

/// Reads the parts of a transition that are groups themselves.
struct TransitionPartReader {
  /// `sender`, or a reference field of the command.
  func organisations(_ word: String) -> Transition.Organisations { word == "sender" ? .sender : .field(word) }
}
