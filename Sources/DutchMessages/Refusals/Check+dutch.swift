package import CaseCore

extension Spelling {
  /// A sentence to add to "unknown word"; empty when it resembles none of these.
  package static func hint(_ word: String, in words: [String]) -> String { hint(nearest(to: word, in: words)) }

  /// A sentence to add to "unknown word".
  /// - Parameter near: the word that may have been meant.
  static func hint(_ near: String?) -> String { near.map { " Bedoeld is misschien «\($0)»." } ?? "" }
}

extension WorkflowFault {
  /// The message, with why a term cannot be counted when that is the fault.
  package var dutch: String { cause.map { "\(message) \($0.dutch)" } ?? message }
}
