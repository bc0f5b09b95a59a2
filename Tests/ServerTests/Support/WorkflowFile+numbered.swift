import CaseCore
import WorkflowFiles

extension WorkflowFile {
  /// Its text under another number, so that it is another version.
  /// - Parameter withTwiceTheTerm: whether the first term of five days is one of ten.
  func numbered(_ version: String, withTwiceTheTerm: Bool = false) -> String {
    let text = source.replacing("\nversion: \(workflow.version)\n", with: "\nversion: \(version)\n")
    return withTwiceTheTerm ? text.replacing("length: P5D", with: "length: P10D", maxReplacements: 1) : text
  }
}
